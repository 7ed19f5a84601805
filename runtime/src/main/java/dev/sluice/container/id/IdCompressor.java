package dev.sluice.container.id;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which small number stands for which UUID in a document (runtime-formats §5.6, RT-047).
 *
 * <p>Every client derives the same table from the same {@code idAllocation} ops, so whoever summarizes must take all of them
 * into account and write the table back. This side makes no ids of its own, therefore it keeps no session and reads no state of
 * one.
 *
 * <p>Invariants: clusters follow each other without gaps in the space of final ids; a session's clusters cover its ids from 1
 * without gaps, and only the last of them has room; no UUID lies in two clusters.
 *
 * <p>Confined to its document's thread. A range costs the logarithm of the number of clusters.
 *
 * @since 0.1
 */
public final class IdCompressor {
    /** The largest final id, and the largest integer that every double up to it holds. */
    static final long MAX_ID = (1L << 53) - 1;

    private final List<IdCluster> clusters = new ArrayList<>();
    private final Map<BigInteger, IdCluster> lastOfSession = new LinkedHashMap<>();
    private final NavigableMap<BigInteger, IdCluster> byFirstUuid = new TreeMap<>();

    /** Makes the compressor of a new document. */
    public IdCompressor() {}

    /**
     * Reads the compressor of a summary.
     *
     * @param base64 the string in the blob {@code .idCompressor}
     * @throws IdCompressorException if it is of another version, carries a session's own state or breaks an invariant
     */
    public static IdCompressor parse(String base64) {
        return IdCompressorCodec.read(base64);
    }

    /** Returns the string for the blob {@code .idCompressor}. */
    public String serialize() {
        return IdCompressorCodec.write(List.copyOf(lastOfSession.keySet()), clusters);
    }

    /**
     * Gives final ids to a session's next range.
     *
     * @throws IdCompressorException if it is not the session's next one, or the ids collide or run out; nothing has changed
     */
    public void finalizeRange(IdRange range) {
        BigInteger session = StableUuid.toNumber(range.session());
        IdCluster last = lastOfSession.get(session);
        long expected = last == null ? 1 : last.nextGenCount();
        if (range.firstGenCount() != expected) {
            throw new IdCompressorException("session " + range.session() + " allocated ids from "
                    + range.firstGenCount() + " on, expected " + expected + ": ranges out of order");
        }
        long room = last == null ? 0 : last.room();
        if (last != null && range.count() <= room) {
            last.use(range.count());
            return;
        }
        long overflow = range.count() - room;
        claim(session, last, overflow, overflow + range.requestedClusterSize());
    }

    /**
     * Returns the UUID that a final id stands for.
     *
     * @return empty if no range with this id was finalized
     */
    public Optional<UUID> decompress(long finalId) {
        IdCluster cluster = clusterOf(finalId);
        if (cluster == null || finalId - cluster.baseFinalId >= cluster.count()) {
            return Optional.empty();
        }
        BigInteger offset = BigInteger.valueOf(finalId - cluster.baseFinalId);
        return Optional.of(StableUuid.ofNumber(cluster.firstUuid().add(offset)));
    }

    /** Restores a stored cluster. */
    void restore(BigInteger session, long capacity, long count) {
        IdCluster last = lastOfSession.get(session);
        if (capacity <= 0 || count <= 0 || count > capacity || (last != null && last.room() > 0)) {
            throw new IdCompressorException("stored cluster " + clusters.size() + " of " + count + " ids in room for "
                    + capacity + " after " + (last == null ? 0 : last.room()) + " free ids of its session");
        }
        append(session, last, capacity, count);
    }

    private void claim(BigInteger session, @Nullable IdCluster last, long overflow, long capacity) {
        if (last != null && last == clusters.get(clusters.size() - 1)) {
            checkRoom(session, last.firstUuid(), last.capacity() + capacity);
            last.grow(capacity);
            last.use(last.room() - capacity + overflow);
            return;
        }
        append(session, last, capacity, overflow);
        if (last != null) {
            last.use(last.room());
        }
    }

    private void append(BigInteger session, @Nullable IdCluster last, long capacity, long count) {
        long baseGenCount = last == null ? 1 : last.baseGenCount + last.capacity();
        IdCluster added = new IdCluster(session, endFinalId(), baseGenCount, capacity, count);
        checkRoom(session, added.firstUuid(), capacity);
        clusters.add(added);
        byFirstUuid.put(added.firstUuid(), added);
        lastOfSession.put(session, added);
    }

    /** A foreign session could have been chosen so that its UUIDs run into those of another. */
    private void checkRoom(BigInteger session, BigInteger first, long capacity) {
        BigInteger last = first.add(BigInteger.valueOf(capacity - 1));
        Map.Entry<BigInteger, IdCluster> before = byFirstUuid.lowerEntry(first);
        BigInteger after = byFirstUuid.higherKey(first);
        IdCluster same = byFirstUuid.get(first);
        boolean collides = (before != null && before.getValue().lastUuid().compareTo(first) >= 0)
                || (after != null && after.compareTo(last) <= 0)
                || (same != null && !same.session.equals(session));
        if (collides) {
            throw new IdCompressorException(
                    "the ids of session " + StableUuid.ofNumber(session) + " collide with those of another");
        }
        if (capacity > MAX_ID - endFinalId()) {
            throw new IdCompressorException(
                    "no final ids left for " + capacity + " of session " + StableUuid.ofNumber(session));
        }
    }

    private long endFinalId() {
        return clusters.isEmpty() ? 0 : clusters.get(clusters.size() - 1).endFinalId();
    }

    private @Nullable IdCluster clusterOf(long finalId) {
        int low = 0;
        int high = clusters.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            IdCluster cluster = clusters.get(middle);
            if (finalId < cluster.baseFinalId) {
                high = middle - 1;
            } else if (finalId >= cluster.endFinalId()) {
                low = middle + 1;
            } else {
                return cluster;
            }
        }
        return null;
    }
}
