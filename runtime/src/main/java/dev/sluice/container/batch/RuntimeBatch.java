package dev.sluice.container.batch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages that are applied together: no event between them may show a part of them (runtime-formats §6.1). Immutable.
 *
 * @param clientId who sent it
 * @param startClientSequenceNumber the real one of the op that carries the batch or its first message
 * @param batchId the id its sender gave it, as is done when a batch is sent again; {@code null} if none
 * @param firstSequenceNumber of the op that carries the batch or its first message
 * @param lastSequenceNumber differs from the first one only in ungrouped batches
 * @param minimumSequenceNumber of the first op
 * @param messages in order; empty for the placeholder of a batch that became empty (RT-051)
 * @since 0.1
 */
public record RuntimeBatch(
        String clientId,
        long startClientSequenceNumber,
        @Nullable String batchId,
        long firstSequenceNumber,
        long lastSequenceNumber,
        long minimumSequenceNumber,
        List<RuntimeMessage> messages) {
    /** Makes a batch of a copy of the messages. */
    public RuntimeBatch {
        messages = List.copyOf(messages);
    }

    /** Returns the id by which the batch is known however often it is sent. */
    public String effectiveId() {
        return batchId != null ? batchId : idOf(clientId, startClientSequenceNumber);
    }

    /** Returns the id of a batch that a client sent for the first time. */
    public static String idOf(String clientId, long startClientSequenceNumber) {
        return clientId + "_[" + startClientSequenceNumber + "]";
    }
}
