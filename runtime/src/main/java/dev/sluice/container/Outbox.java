package dev.sluice.container;

import dev.sluice.container.batch.BatchRoom;
import dev.sluice.container.batch.LocalMessage;
import dev.sluice.container.batch.MessageSize;
import dev.sluice.container.batch.OutboundRules;
import dev.sluice.container.batch.RuntimeType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * The edits of the current turn (RT-052): its first message schedules the end of the turn. Confined to the document's thread.
 *
 * <p>They are one batch, unless that were too large to be sent: then another begins.
 *
 * <p>Invariant: all messages in it were made at the same place of the order, for it is flushed before every message that comes.
 */
final class Outbox {
    private final Executor executor;
    private final Runnable flush;
    private final List<LocalMessage> blobs = new ArrayList<>();
    private final List<List<LocalMessage>> full = new ArrayList<>();
    private final List<LocalMessage> messages = new ArrayList<>();
    private final BatchRoom room = new BatchRoom();
    private boolean isScheduled;

    Outbox(Executor executor, Runnable flush) {
        this.executor = executor;
        this.flush = flush;
    }

    /** Adds a message that {@link #takes} one. */
    void add(LocalMessage message, MessageSize size) {
        if (message.type() == RuntimeType.BLOB_ATTACH) {
            blobs.add(message);
        } else {
            messages.add(message);
            room.add(size);
        }
        if (!isScheduled) {
            isScheduled = true;
            executor.execute(flush);
        }
    }

    /** Whether a message can go out with those before it. */
    boolean takes(LocalMessage message, MessageSize size, OutboundRules rules) {
        return message.type() == RuntimeType.BLOB_ATTACH || room.takes(size, rules);
    }

    /** Begins another batch in the same turn. */
    void closeBatch() {
        full.add(List.copyOf(messages));
        messages.clear();
        room.clear();
    }

    /** Returns the batches of this turn, and begins a new one. Blobs go first, each alone (runtime-formats §5.4). */
    List<List<LocalMessage>> drain() {
        List<List<LocalMessage>> batches = batches();
        isScheduled = false;
        blobs.clear();
        full.clear();
        messages.clear();
        room.clear();
        return batches;
    }

    /** The batches of this turn as it is. */
    List<List<LocalMessage>> batches() {
        List<List<LocalMessage>> batches = new ArrayList<>();
        blobs.forEach(blob -> batches.add(List.of(blob)));
        batches.addAll(full);
        if (!messages.isEmpty()) {
            batches.add(List.copyOf(messages));
        }
        return batches;
    }

    boolean isEmpty() {
        return blobs.isEmpty() && full.isEmpty() && messages.isEmpty();
    }

    /** How many messages there are but for blobs, to return to. */
    int mark() {
        return messages.size();
    }

    /**
     * Takes the newest message away if it was added after a mark; keeps those that made something known, which cannot be undone
     * and does no harm.
     *
     * @return what was taken away, newest first
     */
    List<LocalMessage> takeBack(int mark) {
        List<LocalMessage> taken = new ArrayList<>();
        for (int i = messages.size() - 1; i >= mark; i--) {
            if (!UserEdits.makesKnown(messages.get(i))) {
                LocalMessage message = messages.remove(i);
                room.remove(MessageSize.of(message));
                taken.add(message);
            }
        }
        return taken;
    }
}
