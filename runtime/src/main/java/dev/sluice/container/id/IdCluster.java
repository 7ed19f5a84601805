package dev.sluice.container.id;

import java.math.BigInteger;

/**
 * A run of final ids that belongs to one session; ids of the session beyond {@link #count} are reserved for it. Confined to its
 * compressor's thread.
 */
final class IdCluster {
    final BigInteger session;
    final long baseFinalId;
    final long baseGenCount;

    private long capacity;
    private long count;

    IdCluster(BigInteger session, long baseFinalId, long baseGenCount, long capacity, long count) {
        this.session = session;
        this.baseFinalId = baseFinalId;
        this.baseGenCount = baseGenCount;
        this.capacity = capacity;
        this.count = count;
    }

    long capacity() {
        return capacity;
    }

    long count() {
        return count;
    }

    long room() {
        return capacity - count;
    }

    /** The session's next id, counted from 1, that is not yet finalized. */
    long nextGenCount() {
        return baseGenCount + count;
    }

    /** The first final id after this cluster. */
    long endFinalId() {
        return baseFinalId + capacity;
    }

    void use(long ids) {
        count += ids;
    }

    void grow(long ids) {
        capacity += ids;
    }

    /** The first UUID of the cluster, as a number. */
    BigInteger firstUuid() {
        return session.add(BigInteger.valueOf(baseGenCount - 1));
    }

    BigInteger lastUuid() {
        return firstUuid().add(BigInteger.valueOf(capacity - 1));
    }
}
