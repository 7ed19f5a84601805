package dev.sluice.driver;

/**
 * Whether a connection is a member of the document or looks on.
 *
 * @since 0.1
 */
public enum ConnectionMode {
    /** Hears ops and signals; not in the quorum, may send signals. */
    READ("read"),
    /** A member: may submit ops, and is waited for by the minimum sequence number. */
    WRITE("write");

    private final String wireName;

    ConnectionMode(String wireName) {
        this.wireName = wireName;
    }

    /** Returns the name on the wire. */
    public String wireName() {
        return wireName;
    }
}
