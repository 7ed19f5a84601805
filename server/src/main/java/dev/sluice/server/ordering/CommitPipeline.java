package dev.sluice.server.ordering;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.Nack;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.StoreOverloadedException;
import dev.sluice.server.storage.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes what one document decided durable, then tells it.
 *
 * <p>One transaction of the document is under way at a time; what is decided meanwhile waits and goes together into the
 * next. That is as fast as many small transactions, since the store's group commit takes one turn for all of them anyway,
 * and it makes larger frames for the receivers. Nothing is told before it is on disk (I7). Confined to its document's
 * thread.
 */
final class CommitPipeline {
    private static final Duration OVERLOAD_PAUSE = Duration.ofMillis(100);

    private final DocumentKey key;
    private final DocumentEnvironment environment;
    private final DocumentThread thread;
    private final Sink sink;
    private Pending next = new Pending();
    private boolean isWriting;
    private boolean isFlushScheduled;
    private boolean isBroken;
    private @Nullable Runnable whenQuiet;
    private long decidedSequenceNumber;
    private long writingBytes;
    private long durableSequenceNumber;
    private long checkpointedAt;

    /** Receives what became durable, in order. */
    interface Sink {
        void durable(OpBatch batch);

        void nacked(String clientId, Nack nack);

        /** A transaction is done. */
        void settled();

        /** A transaction failed; the document's memory no longer agrees with the store. */
        void failed(Throwable cause);
    }

    /** What goes into one transaction, and what is told after it. */
    private static final class Pending {
        final List<OpBatch.StoredOp> ops = new ArrayList<>();
        final List<Refusal> nacks = new ArrayList<>();
        final List<Mutation> mutations = new ArrayList<>();
        final List<Runnable> afterwards = new ArrayList<>();

        @Nullable
        Checkpoint checkpoint;

        long firstSequenceNumber;
        long firstDecidedNanos;
        long bytes;

        boolean isEmpty() {
            return ops.isEmpty()
                    && nacks.isEmpty()
                    && mutations.isEmpty()
                    && checkpoint == null
                    && afterwards.isEmpty();
        }
    }

    private record Refusal(String clientId, Nack nack) {}

    CommitPipeline(
            DocumentKey key, DocumentEnvironment environment, DocumentThread thread, LoadedDocument loaded, Sink sink) {
        this.key = key;
        this.environment = environment;
        this.thread = thread;
        this.sink = sink;
        this.checkpointedAt = loaded.checkpointedAt();
        this.durableSequenceNumber = loaded.sequencer().sequenceNumber();
        this.decidedSequenceNumber = durableSequenceNumber;
    }

    /**
     * Adds an op to the next transaction.
     *
     * @throws IllegalStateException if it does not follow the op before (I2): a hole must never reach the store
     */
    void append(SequencedMessage op) {
        if (op.sequenceNumber() != decidedSequenceNumber + 1) {
            throw new IllegalStateException("op " + op.sequenceNumber() + " of document " + key
                    + " was decided after op " + decidedSequenceNumber);
        }
        decidedSequenceNumber = op.sequenceNumber();
        byte[] json = op.toBytes();
        if (next.ops.isEmpty()) {
            next.firstSequenceNumber = op.sequenceNumber();
            next.firstDecidedNanos = System.nanoTime();
        }
        next.ops.add(new OpBatch.StoredOp(json, op.isSystem()));
        next.bytes += json.length;
    }

    /** Tells a refusal after the ops that were decided before it. */
    void nack(String clientId, Nack nack) {
        next.nacks.add(new Refusal(clientId, nack));
    }

    /** Adds changes to the next transaction, together with the ops that are decided in this turn. */
    void add(List<Mutation> mutations, Runnable whenDurable) {
        next.mutations.addAll(mutations);
        next.afterwards.add(whenDurable);
    }

    /** Adds a checkpoint to the next transaction. */
    void checkpointLater(Checkpoint checkpoint) {
        next.checkpoint = checkpoint;
        flushSoon();
    }

    /** Stores a checkpoint if anything happened since the last, then calls {@code whenDone}. */
    void checkpoint(Checkpoint checkpoint, Runnable whenDone) {
        if (checkpoint.sequenceNumber() != checkpointedAt) {
            next.checkpoint = checkpoint;
        }
        next.afterwards.add(whenDone);
        flushSoon();
    }

    /** Lets what is decided go to the store at the end of the thread's queue, so that neighbours in it go along. */
    void flushSoon() {
        if (!isFlushScheduled && !isWriting && !next.isEmpty()) {
            isFlushScheduled = true;
            thread.execute(this::flush);
        }
    }

    /**
     * Stores nothing more, since what was decided cannot be trusted; then {@code whenDone}, once the store has nothing of this
     * document under way.
     */
    void abandon(Runnable whenDone) {
        isBroken = true;
        next = new Pending();
        if (isWriting) {
            whenQuiet = whenDone;
        } else {
            whenDone.run();
        }
    }

    boolean isSettled() {
        return !isWriting && next.isEmpty();
    }

    boolean isOverfull() {
        return next.bytes + writingBytes > environment.options().maxPendingBytes();
    }

    long durableSequenceNumber() {
        return durableSequenceNumber;
    }

    long opsSinceCheckpoint() {
        return durableSequenceNumber - checkpointedAt;
    }

    private void flush() {
        isFlushScheduled = false;
        if (isWriting || isBroken || next.isEmpty()) {
            return;
        }
        Pending taken = next;
        next = new Pending();
        Transaction transaction = transactionOf(taken);
        if (transaction.mutations().isEmpty()) {
            done(taken);
            return;
        }
        isWriting = true;
        writingBytes = taken.bytes;
        write(transaction, taken);
    }

    /** An overloaded store took nothing, so the same is offered again; meanwhile the document's clients are throttled. */
    private void write(Transaction transaction, Pending taken) {
        environment
                .store()
                .write(transaction)
                .whenComplete((done, failure) -> thread.execute(() -> {
                    if (failure instanceof StoreOverloadedException) {
                        thread.schedule(OVERLOAD_PAUSE, () -> write(transaction, taken));
                    } else {
                        written(taken, failure);
                    }
                }));
    }

    private void written(Pending taken, @Nullable Throwable failure) {
        isWriting = false;
        writingBytes = 0;
        if (whenQuiet != null) {
            whenQuiet.run();
        } else if (failure == null) {
            done(taken);
        } else {
            isBroken = true;
            sink.failed(failure);
        }
    }

    private Transaction transactionOf(Pending taken) {
        List<Mutation> mutations = new ArrayList<>(taken.mutations);
        if (!taken.ops.isEmpty()) {
            List<byte[]> ops = new ArrayList<>(taken.ops.size());
            taken.ops.forEach(op -> ops.add(op.json()));
            mutations.add(new Mutation.AppendOps(key, taken.firstSequenceNumber, ops));
        }
        if (taken.checkpoint != null) {
            mutations.add(new Mutation.PutCheckpoint(key, taken.checkpoint.toBytes()));
        }
        return new Transaction(mutations);
    }

    private void done(Pending taken) {
        if (taken.checkpoint != null) {
            checkpointedAt = taken.checkpoint.sequenceNumber();
        }
        if (!taken.ops.isEmpty()) {
            durableSequenceNumber = taken.firstSequenceNumber + taken.ops.size() - 1;
            Duration took = Duration.ofNanos(System.nanoTime() - taken.firstDecidedNanos);
            environment.listener().committed(taken.ops.size(), took);
            environment.listener().advanced(key);
            sink.durable(new OpBatch(key, taken.ops));
        }
        taken.nacks.forEach(refusal -> sink.nacked(refusal.clientId(), refusal.nack()));
        taken.afterwards.forEach(Runnable::run);
        sink.settled();
        flushSoon();
    }
}
