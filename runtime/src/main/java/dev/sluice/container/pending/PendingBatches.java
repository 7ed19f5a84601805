package dev.sluice.container.pending;

import dev.sluice.container.batch.LocalMessage;
import dev.sluice.container.batch.RuntimeBatch;
import dev.sluice.container.batch.RuntimeMessage;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The local batches that were closed and are not sequenced yet, oldest first (runtime-formats §6.4). Confined to its document's
 * thread.
 *
 * <p>Invariant: batches are acknowledged in the order in which they were added, each as it was sent.
 *
 * @since 0.1
 */
public final class PendingBatches {
    private final Deque<PendingBatch> batches = new ArrayDeque<>();

    /** Adds the newest batch. */
    public void add(PendingBatch batch) {
        batches.add(batch);
    }

    /** Whether everything was sequenced. */
    public boolean isEmpty() {
        return batches.isEmpty();
    }

    /** The batches, oldest first. */
    public List<PendingBatch> all() {
        return List.copyOf(batches);
    }

    /** Returns all batches, oldest first, and keeps none: they are about to be submitted anew. */
    public List<PendingBatch> drain() {
        List<PendingBatch> drained = all();
        batches.clear();
        return drained;
    }

    /**
     * Recognizes a sequenced batch of this container, takes it off, and returns it.
     *
     * @param clientId as whom this container is connected; {@code null} if it is not yet
     * @return empty for a batch of others
     * @throws ContainerException if it is this container's but not the oldest pending one, or differs from it
     */
    public Optional<PendingBatch> acknowledge(RuntimeBatch sequenced, @Nullable String clientId) {
        PendingBatch oldest = batches.peek();
        if (oldest != null && oldest.isSentAs(sequenced)) {
            checkEqual(oldest, sequenced);
            return Optional.of(batches.remove());
        }
        if (sequenced.clientId().equals(clientId)) {
            throw mismatch(
                    sequenced,
                    "batch " + sequenced.effectiveId() + ", expected "
                            + (oldest == null
                                    ? "none"
                                    : oldest.sent().map(Object::toString).orElse("none sent")));
        }
        return Optional.empty();
    }

    private static void checkEqual(PendingBatch pending, RuntimeBatch sequenced) {
        if (pending.messages().size() != sequenced.messages().size()) {
            throw mismatch(
                    sequenced,
                    sequenced.messages().size() + " messages, expected "
                            + pending.messages().size());
        }
        for (int i = 0; i < pending.messages().size(); i++) {
            LocalMessage made = pending.messages().get(i);
            RuntimeMessage seen = sequenced.messages().get(i);
            if (made.type() != seen.type() || !isSame(made.contents(), seen.contents())) {
                throw mismatch(sequenced, "message " + (i + 1) + " of the batch changed on its way");
            }
        }
    }

    /** Texts are compared where values differ: some numbers have no form of their own in JSON. */
    private static boolean isSame(@Nullable JsonValue made, @Nullable JsonValue seen) {
        if (made == null || seen == null) {
            return made == null && seen == null;
        }
        return made.equals(seen) || JsonValue.parse(made.toJson()).equals(seen);
    }

    private static ContainerException mismatch(RuntimeBatch sequenced, String found) {
        return new ContainerException(
                Kind.DATA_CORRUPTION,
                "op " + sequenced.lastSequenceNumber() + " breaks pending-order: found own " + found);
    }
}
