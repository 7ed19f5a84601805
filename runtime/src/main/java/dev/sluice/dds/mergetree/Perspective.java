package dev.sluice.dds.mergetree;

/**
 * Which changes an observer has seen (dds-formats §9.2). Immutable.
 *
 * @param seen sequence number up to which it saw everything
 * @param client whose sequenced changes it saw all; empty if nobody's
 * @param localSeen order up to which it saw local changes
 */
record Perspective(long seen, String client, long localSeen) {
    /** The view of this client. */
    static final Perspective LOCAL = new Perspective(Stamp.LOCAL - 1, "", Long.MAX_VALUE);

    /** Everything sequenced, nothing local. */
    static final Perspective ACKED = new Perspective(Stamp.LOCAL - 1, "", 0);

    static Perspective remote(long referenceSequenceNumber, String client) {
        return new Perspective(referenceSequenceNumber, client, 0);
    }

    static Perspective at(long sequenceNumber) {
        return new Perspective(sequenceNumber, "", 0);
    }

    /** What the service will have made of pending changes up to one of them. */
    static Perspective reconnect(Stamp upTo) {
        return new Perspective(Stamp.LOCAL - 1, "", upTo.order());
    }

    boolean saw(Stamp stamp) {
        if (stamp.isLocal()) {
            return stamp.order() <= localSeen;
        }
        return stamp.order() <= seen || (!client.isEmpty() && client.equals(stamp.client()));
    }

    boolean sees(Segment segment) {
        if (!saw(segment.insert)) {
            return false;
        }
        for (int i = 0; i < segment.removes.size(); i++) {
            if (saw(segment.removes.get(i))) {
                return false;
            }
        }
        return true;
    }

    int length(Node node) {
        return node instanceof Block block ? length(block) : length((Segment) node);
    }

    int length(Segment segment) {
        return sees(segment) ? segment.content.length() : 0;
    }

    /** Takes the length a block has cached, unless some change in the block is unseen. */
    private int length(Block block) {
        boolean allAcked = block.lastAcked <= seen
                || (!client.isEmpty() && block.otherAcked <= seen && client.equals(block.lastClient));
        if (allAcked && localSeen < block.firstLocal) {
            return block.ackedLength;
        }
        if (allAcked && block.lastLocal <= localSeen) {
            return block.localLength;
        }
        int sum = 0;
        for (int i = 0; i < block.count; i++) {
            sum += length(block.child(i));
        }
        return sum;
    }
}
