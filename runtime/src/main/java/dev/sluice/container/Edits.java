package dev.sluice.container;

import dev.sluice.container.batch.BatchRoom;
import dev.sluice.container.batch.LocalMessage;
import dev.sluice.container.batch.MessageSize;
import dev.sluice.container.batch.OutboundRules;
import dev.sluice.container.batch.RuntimeBatch;
import dev.sluice.container.pending.PendingBatch;
import dev.sluice.container.pending.PendingBatches;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.loader.RuntimeContext;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The edits of this client on their way: made in a turn, sent, sequenced, or submitted anew (runtime-formats §6). Confined to the
 * document's thread.
 *
 * <p>Invariant: every message that was submitted and not taken back is in exactly one of: the outbox, the pending batches, the
 * order.
 */
final class Edits {
    /** How many levels a group and its compressed form put around a message. */
    private static final int AROUND_A_MESSAGE = 6;

    private final RuntimeContext context;
    private final Position position;
    private final PendingBatches pending = new PendingBatches();
    private final Outbox outbox;
    private final Sender sender;

    private @Nullable String clientId;
    private boolean isConnected;
    private boolean isClosed;
    private int orderSequentiallyDepth;
    private int userEdits;
    // Tells in its turn: while ops are applied nobody may edit, so nobody hears that all is saved.
    private final Consumer<Runnable> publish;
    private @Nullable List<LocalMessage> stashing;

    Edits(RuntimeContext context, Document document, Position position, Consumer<Runnable> publish) {
        this.context = context;
        this.position = position;
        this.publish = publish;
        this.outbox = new Outbox(context.executor(), this::flush);
        this.sender = new Sender(context, document, pending);
    }

    boolean isConnected() {
        return isConnected;
    }

    boolean isStashing() {
        return stashing != null;
    }

    Optional<String> clientId() {
        return Optional.ofNullable(clientId);
    }

    /** Whether an edit of the user is not sequenced yet. */
    boolean isUserDirty() {
        return userEdits > 0;
    }

    boolean isEmpty() {
        return pending.isEmpty() && outbox.isEmpty();
    }

    /**
     * Puts a message behind those of this turn.
     *
     * @throws ContainerException if no service takes so large a message, or so large a batch where it must be one; the message
     *     was not taken
     */
    void submit(LocalMessage message) {
        if (isClosed) {
            throw new IllegalStateException("the container is closed; nothing is submitted any more");
        }
        if (stashing != null) {
            stashing.add(message);
        } else {
            addToOutbox(message);
        }
        // Last: who hears that there are edits may make another, which comes behind this one.
        count(message, 1);
    }

    /**
     * Checks that others would take a message, before anybody walks through it.
     *
     * @throws IllegalArgumentException if it is nested too deep
     */
    void check(LocalMessage message) {
        JsonValue contents = message.contents();
        int maxNesting = sender.limits().maxNesting() - AROUND_A_MESSAGE;
        if (contents != null && !contents.isNestedAtMost(maxNesting)) {
            throw new IllegalArgumentException("found an edit nested deeper than " + maxNesting
                    + " levels with what is around it; others would end their containers, so it was not made");
        }
    }

    private void addToOutbox(LocalMessage message) {
        MessageSize size = MessageSize.of(message);
        OutboundRules rules = sender.rules();
        boolean takes = outbox.takes(message, size, rules);
        // What makes something known is known from here on; if it cannot be sent, that ends the container when it
        // should be.
        if (!UserEdits.makesKnown(message)
                && (BatchRoom.isTooLarge(size, rules) || (!takes && orderSequentiallyDepth > 0))) {
            throw new ContainerException(
                    Kind.BATCH_TOO_LARGE,
                    "found an edit of up to " + size.contentBytes() + " bytes"
                            + (takes ? "" : " in a batch that has no room for it")
                            + ", expected at most " + rules.maxContentBytes()
                            + "; it was not made, edit in smaller steps");
        }
        if (!takes && orderSequentiallyDepth == 0) {
            outbox.closeBatch();
        }
        outbox.add(message, size);
    }

    /** Closes the batch of this turn and sends it, or keeps it until there is a connection. */
    void flush() {
        if (isClosed || outbox.isEmpty()) {
            return;
        }
        if (orderSequentiallyDepth > 0) {
            throw new IllegalStateException("inside orderSequentially nothing is sent");
        }
        List<List<LocalMessage>> batches = outbox.drain();
        for (int i = 0; i < batches.size(); i++) {
            try {
                send(batches.get(i));
            } catch (ContainerException tooLarge) {
                // Not sent, but not lost either: it is in the pending state of the container that ends here.
                batches.subList(i, batches.size()).forEach(rest -> sender.keep(rest, position.sequenceNumber()));
                context.close(tooLarge);
                return;
            }
        }
    }

    private void send(List<LocalMessage> batch) {
        String sentAs = clientId;
        if (isConnected && sentAs != null) {
            sender.send(batch, position.sequenceNumber(), sentAs);
        } else {
            sender.check(batch);
            sender.keep(batch, position.sequenceNumber());
        }
    }

    /**
     * Runs edits that are made together or not at all.
     *
     * @param rollback takes back a message
     */
    void orderSequentially(Runnable edits, Consumer<LocalMessage> rollback) {
        int mark = outbox.mark();
        orderSequentiallyDepth++;
        try {
            edits.run();
        } catch (RuntimeException | Error failed) {
            for (LocalMessage message : outbox.takeBack(mark)) {
                count(message, -1);
                rollback.accept(message);
            }
            throw failed;
        } finally {
            orderSequentiallyDepth--;
        }
    }

    /** Whether a sequenced batch is the oldest pending one. */
    boolean acknowledge(RuntimeBatch batch) {
        Optional<PendingBatch> own = pending.acknowledge(batch, clientId);
        own.ifPresent(acknowledged -> acknowledged.messages().forEach(message -> count(message, -1)));
        return own.isPresent();
    }

    /** What is submitted from now on is sent as somebody else. */
    void connected(String newClientId) {
        clientId = newClientId;
        isConnected = true;
    }

    void disconnected() {
        isConnected = false;
    }

    /**
     * Submits all pending batches anew, in order; each stays a batch (RT-064). None goes out before all are made: if one cannot be
     * made or sent, all stay pending as they were, which is what a later session can load.
     *
     * @param resubmit submits what became of a message
     * @throws ContainerException if one has become larger than the service takes
     */
    void resubmitAll(Consumer<LocalMessage> resubmit) {
        boolean wasDirty = isUserDirty();
        // Counted as one edit while all are counted anew: what is sent again is not saved in between (RT-026).
        userEdits++;
        try {
            resubmitEach(pending.drain(), resubmit);
        } finally {
            userEdits--;
            if (wasDirty && !isUserDirty()) {
                publish.accept(context::dirtyChanged);
            }
        }
    }

    private void resubmitEach(List<PendingBatch> batches, Consumer<LocalMessage> resubmit) {
        int counted = userEdits;
        List<List<LocalMessage>> anew = new ArrayList<>();
        try {
            for (PendingBatch batch : batches) {
                batch.messages().forEach(message -> {
                    count(message, -1);
                    resubmit.accept(message);
                });
                anew.addAll(outbox.drain());
            }
            anew.forEach(sender::check);
        } catch (RuntimeException failed) {
            outbox.drain();
            batches.forEach(pending::add);
            userEdits = counted;
            throw failed;
        }
        anew.forEach(this::send);
    }

    /**
     * Makes a batch of a former session pending again, as it was sent then: if it is sequenced after all, it is recognized.
     *
     * @param apply makes a message again
     * @throws ContainerException if making it again did not give exactly one message
     */
    void restash(PendingBatch batch, Consumer<LocalMessage> apply) {
        for (LocalMessage message : batch.messages()) {
            List<LocalMessage> made = new ArrayList<>();
            stashing = made;
            try {
                apply.accept(message);
            } finally {
                stashing = null;
            }
            if (made.size() != 1) {
                throw new ContainerException(
                        Kind.DATA_PROCESSING,
                        "a pending message of type " + message.type() + " became " + made.size()
                                + " when it was made again, expected 1");
            }
        }
        pending.add(batch);
    }

    /** The pending batches, and behind them others that are not made again yet. */
    List<PendingBatch> pendingAnd(List<PendingBatch> behind) {
        List<PendingBatch> batches = new ArrayList<>(pending.all());
        batches.addAll(behind);
        return batches;
    }

    List<List<LocalMessage>> unsent() {
        return outbox.batches();
    }

    void close() {
        isClosed = true;
        isConnected = false;
    }

    boolean isClosed() {
        return isClosed;
    }

    private void count(LocalMessage message, int difference) {
        if (UserEdits.is(message)) {
            boolean wasDirty = isUserDirty();
            userEdits += difference;
            if (wasDirty != isUserDirty()) {
                publish.accept(context::dirtyChanged);
            }
        }
    }
}
