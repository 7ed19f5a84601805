package dev.sluice.dds.mergetree;

import org.jspecify.annotations.Nullable;

/** Some adjacent nodes of equal depth, with what {@link Perspective} must know of the segments below. */
final class Block extends Node {
    static final int MAX = 24;

    private final @Nullable Node[] children = new Node[MAX + 1];
    int count;

    int localLength;
    int ackedLength;
    /** The greatest sequence number of a change below. */
    long lastAcked;
    /** Who made it. */
    String lastClient = "";
    /** The greatest sequence number of a change below by anybody else. */
    long otherAcked;
    /** The least and greatest order of a local change below. */
    long firstLocal = Long.MAX_VALUE;

    long lastLocal;

    Node child(int index) {
        Node child = children[index];
        if (child == null) {
            throw new IllegalStateException("block has " + count + " children, none at " + index);
        }
        return child;
    }

    int indexOf(Node child) {
        for (int i = 0; i < count; i++) {
            if (children[i] == child) {
                return i;
            }
        }
        throw new IllegalStateException("node is not in the block it calls its parent");
    }

    void add(int index, Node child) {
        System.arraycopy(children, index, children, index + 1, count - index);
        children[index] = child;
        child.parent = this;
        count++;
    }

    void replace(int index, Node child) {
        children[index] = child;
        child.parent = this;
    }

    void remove(int index) {
        System.arraycopy(children, index + 1, children, index, count - index - 1);
        count--;
        children[count] = null;
    }

    /** Moves the children from an index on to the end of another block. */
    void moveTail(int from, Block to) {
        for (int i = from; i < count; i++) {
            to.add(to.count, child(i));
            children[i] = null;
        }
        count = from;
    }

    /** Computes again what is cached; that of the children must be right. */
    void refresh() {
        localLength = 0;
        ackedLength = 0;
        lastAcked = 0;
        lastClient = "";
        otherAcked = 0;
        firstLocal = Long.MAX_VALUE;
        lastLocal = 0;
        for (int i = 0; i < count; i++) {
            if (children[i] instanceof Block block) {
                include(block);
            } else {
                include((Segment) child(i));
            }
        }
    }

    private void include(Block block) {
        localLength += block.localLength;
        ackedLength += block.ackedLength;
        include(block.lastAcked, block.lastClient);
        if (block.lastClient.equals(lastClient)) {
            otherAcked = Math.max(otherAcked, block.otherAcked);
        } else {
            otherAcked = Math.max(otherAcked, block.lastAcked);
        }
        firstLocal = Math.min(firstLocal, block.firstLocal);
        lastLocal = Math.max(lastLocal, block.lastLocal);
    }

    private void include(Segment segment) {
        localLength += Perspective.LOCAL.length(segment);
        ackedLength += Perspective.ACKED.length(segment);
        include(segment.insert);
        for (int i = 0; i < segment.removes.size(); i++) {
            include(segment.removes.get(i));
        }
    }

    private void include(Stamp stamp) {
        if (stamp.isLocal()) {
            firstLocal = Math.min(firstLocal, stamp.order());
            lastLocal = Math.max(lastLocal, stamp.order());
        } else {
            include(stamp.order(), stamp.client());
        }
    }

    private void include(long order, String client) {
        if (client.equals(lastClient)) {
            lastAcked = Math.max(lastAcked, order);
        } else if (order > lastAcked) {
            otherAcked = Math.max(otherAcked, lastAcked);
            lastAcked = order;
            lastClient = client;
        } else {
            otherAcked = Math.max(otherAcked, order);
        }
    }
}
