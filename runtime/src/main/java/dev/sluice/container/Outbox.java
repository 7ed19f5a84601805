package dev.sluice.container;

import dev.sluice.container.batch.LocalMessage;
import dev.sluice.container.batch.RuntimeType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * The edits of the current turn (RT-052): its first message schedules the end of the turn. Confined to the document's thread.
 *
 * <p>Invariant: all messages in it were made at the same place of the order, for it is flushed before every message that comes.
 */
final class Outbox {
    private final Executor executor;
    private final Runnable flush;
    private final List<LocalMessage> blobs = new ArrayList<>();
    private final List<LocalMessage> messages = new ArrayList<>();
    private boolean isScheduled;

    Outbox(Executor executor, Runnable flush) {
        this.executor = executor;
        this.flush = flush;
    }

    void add(LocalMessage message) {
        (message.type() == RuntimeType.BLOB_ATTACH ? blobs : messages).add(message);
        if (!isScheduled) {
            isScheduled = true;
            executor.execute(flush);
        }
    }

    /** Returns the batches of this turn, and begins a new one. Blobs go first, each alone (runtime-formats §5.4). */
    List<List<LocalMessage>> drain() {
        List<List<LocalMessage>> batches = batches();
        isScheduled = false;
        blobs.clear();
        messages.clear();
        return batches;
    }

    /** The batches of this turn as it is. */
    List<List<LocalMessage>> batches() {
        List<List<LocalMessage>> batches = new ArrayList<>();
        blobs.forEach(blob -> batches.add(List.of(blob)));
        if (!messages.isEmpty()) {
            batches.add(List.copyOf(messages));
        }
        return batches;
    }

    boolean isEmpty() {
        return blobs.isEmpty() && messages.isEmpty();
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
                taken.add(messages.remove(i));
            }
        }
        return taken;
    }
}
