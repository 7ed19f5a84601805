package dev.sluice.driver;

/**
 * A version of a document. Immutable.
 *
 * @param id what the service names it by, the handle of a summary's ack
 * @param treeId the id of the whole tree; the id of the version itself where a service tells no other
 * @since 0.1
 */
public record Version(String id, String treeId) {
    /** Returns the version a summary's ack names; its tree is looked up when it is needed. */
    public static Version ofId(String id) {
        return new Version(id, id);
    }
}
