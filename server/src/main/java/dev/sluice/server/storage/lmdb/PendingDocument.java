package dev.sluice.server.storage.lmdb;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.Mutation.AppendOps;
import dev.sluice.server.storage.Mutation.PutCheckpoint;
import dev.sluice.server.storage.StoreView.OpVisitor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The ops and checkpoints of one document that are durable in the log and not yet in LMDB.
 *
 * <p>Each has the number of the change that brought it. A reader says which number is the first that its snapshot has not.
 *
 * <p>Safe for use by many threads; one thread adds.
 */
final class PendingDocument {
    private final DocumentKey key;
    /** By the sequence number of the last op. */
    private final NavigableMap<Long, Chunk> chunks = new ConcurrentSkipListMap<>();

    private volatile @Nullable State newest;

    private record Chunk(int number, long first, List<byte[]> ops) {}

    private record State(int number, byte[] bytes, @Nullable State before) {}

    PendingDocument(DocumentKey key) {
        this.key = key;
    }

    /** Adds ops that follow those added before. */
    void add(int number, AppendOps append) {
        long first = append.firstSequenceNumber();
        chunks.put(first + append.ops().size() - 1, new Chunk(number, first, append.ops()));
    }

    void add(int number, PutCheckpoint put) {
        newest = new State(number, put.state(), newest);
    }

    /** Returns the sequence number of the last op, or -1 if there is none. */
    long last(int end) {
        for (Map.Entry<Long, Chunk> chunk : chunks.descendingMap().entrySet()) {
            if (chunk.getValue().number < end) {
                return chunk.getKey();
            }
        }
        return -1;
    }

    /** Returns the last checkpoint, or {@code null} if there is none; not to be changed. */
    byte @Nullable [] checkpoint(int end) {
        State state = newest;
        while (state != null && state.number >= end) {
            state = state.before;
        }
        return state == null ? null : state.bytes;
    }

    /** Visits the ops between the bounds, both exclusive, until the visitor has enough. */
    void visit(int end, long from, long to, OpVisitor visitor) {
        for (Chunk chunk : chunks.tailMap(from, false).values()) {
            if (chunk.number >= end || !visit(chunk, from, to, visitor)) {
                return;
            }
        }
    }

    private static boolean visit(Chunk chunk, long from, long to, OpVisitor visitor) {
        for (int i = (int) (Math.max(from, chunk.first - 1) + 1 - chunk.first); i < chunk.ops.size(); i++) {
            long number = chunk.first + i;
            ByteBuffer json = ByteBuffer.wrap(chunk.ops.get(i)).asReadOnlyBuffer();
            if (number >= to || !visitor.visit(number, json)) {
                return false;
            }
        }
        return true;
    }

    /** Adds to {@code merged} what comes to the same: one append of all ops, and the last checkpoint. */
    void merge(int end, List<Mutation> merged) {
        long last = last(end);
        if (last >= 0) {
            List<byte[]> ops = new ArrayList<>();
            chunks.headMap(last, true).values().forEach(chunk -> ops.addAll(chunk.ops));
            merged.add(new AppendOps(key, last - ops.size() + 1, ops));
        }
        byte[] state = checkpoint(end);
        if (state != null) {
            merged.add(new PutCheckpoint(key, state));
        }
    }
}
