package dev.sluice.gc.telemetry;

/**
 * What somebody did with a node.
 *
 * @since 0.1
 */
public enum Usage {
    /** A request or a handle was resolved to it. */
    LOADED("Loaded", "Requested"),
    /** An op for it was sequenced. */
    CHANGED("Changed", "Changed"),
    /** A reference to it was added. */
    REVIVED("Revived", "Revived"),
    /** It was opened because a summary or the graph was written. */
    REALIZED("Realized", "Realized");

    private final String label;
    private final String tombstoneLabel;

    Usage(String label, String tombstoneLabel) {
        this.label = label;
        this.tombstoneLabel = tombstoneLabel;
    }

    /** Returns the word in the names of events of unreferenced nodes. */
    String label() {
        return label;
    }

    /** Returns the word in the names of events of tombstones. */
    String tombstoneLabel() {
        return tombstoneLabel;
    }
}
