package dev.sluice.agent;

/**
 * What a summary goes through, in this order; the first three only where the document is collected.
 *
 * @since 0.1
 */
public enum Phase {
    /** Collecting the nodes of the reference graph. */
    GRAPH("graph"),
    /** Finding what can be reached. */
    MARK("mark"),
    /** Deciding what becomes of what cannot. */
    PLAN("plan"),
    /** Writing the summary. */
    WRITE("write"),
    /** Uploading it, until its op is sequenced. */
    UPLOAD("upload"),
    /** Waiting for the service's answer to that op. */
    ANSWER("answer");

    private final String label;

    Phase(String label) {
        this.label = label;
    }

    /** Returns the word by which metrics name it. */
    public String label() {
        return label;
    }
}
