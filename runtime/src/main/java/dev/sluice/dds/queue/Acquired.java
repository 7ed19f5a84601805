package dev.sluice.dds.queue;

import dev.sluice.protocol.json.JsonValue;
import java.util.concurrent.CompletionStage;

/**
 * An item this client took from a queue, until it is completed, released, or lost with the connection. Confined to its document's
 * thread.
 *
 * @since 0.1
 */
public final class Acquired {
    private final ConsensusQueue queue;
    private final String acquireId;
    private final JsonValue value;

    Acquired(ConsensusQueue queue, String acquireId, JsonValue value) {
        this.queue = queue;
        this.acquireId = acquireId;
        this.value = value;
    }

    /** Returns the item. */
    public JsonValue value() {
        return value;
    }

    /**
     * Takes the item away for good.
     *
     * @return whether it was still this client's; if not, it went back into the queue before
     */
    public CompletionStage<Boolean> complete() {
        return queue.complete(acquireId);
    }

    /**
     * Puts the item at the end of the queue again.
     *
     * @return whether it was still this client's; if not, it went back into the queue before
     */
    public CompletionStage<Boolean> release() {
        return queue.release(acquireId, value);
    }
}
