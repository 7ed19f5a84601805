package dev.sluice.dds.mergetree;

/**
 * When a change happened: at a sequence number, or locally and not yet sequenced (dds-formats §9.1). Immutable.
 *
 * @param order the sequence number, or {@link #LOCAL} plus the local one, so that every local change is later
 * @param client who made it; empty if it no longer matters
 * @param slice whether, if it removes, it is an obliterate
 */
record Stamp(long order, String client, boolean slice) {
    /** No sequence number is as great. */
    static final long LOCAL = 1L << 54;

    /** Of what every client has seen. */
    static final Stamp SETTLED = new Stamp(0, "", false);

    static Stamp acked(long sequenceNumber, String client) {
        return new Stamp(sequenceNumber, client, false);
    }

    static Stamp local(long localSequenceNumber) {
        return new Stamp(LOCAL + localSequenceNumber, "", false);
    }

    boolean isLocal() {
        return order >= LOCAL;
    }

    boolean after(Stamp other) {
        return order > other.order;
    }

    Stamp asSlice() {
        return new Stamp(order, client, true);
    }
}
