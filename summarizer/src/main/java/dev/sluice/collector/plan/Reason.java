package dev.sluice.collector.plan;

/**
 * Why a plan has a node in its state.
 *
 * @since 0.1
 */
public enum Reason {
    /** It can be reached from a root. */
    REACHABLE("a root reaches it"),
    /** It can be reached, and could not before. */
    REVIVED("a root reaches it again"),
    /** This run found it unreferenced for the first time; it is not tombstoned or deleted in the same run (GC-089). */
    JUST_FOUND("this run is the first to find that no root reaches it"),
    /** No root reaches it, but something referred to it since the last run, so that its age begins anew. */
    REFERRED_TO_MEANWHILE("no root reaches it, and a reference that was added since the last run restarted its age"),
    /** No root reaches it, and it is as old as its state says. */
    AGED("no root reaches it"),
    /** Old enough to be swept, where nothing is swept. */
    SWEEP_IS_OFF("no root reaches it and it is old enough to be deleted, but this document is not swept"),
    /** It is deleted with the data store that it lies in, never on its own. */
    GOES_WITH_ITS_STORE("it goes with the data store that it lies in"),
    /** An op that was sequenced deleted it. */
    SWEPT("an op deleted it");

    private final String text;

    Reason(String text) {
        this.text = text;
    }

    /** Returns a clause for people. */
    public String text() {
        return text;
    }
}
