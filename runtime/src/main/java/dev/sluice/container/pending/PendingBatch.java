package dev.sluice.container.pending;

import dev.sluice.container.batch.LocalMessage;
import dev.sluice.container.batch.RuntimeBatch;
import java.util.List;
import java.util.Optional;

/**
 * A local batch that is not sequenced yet. Immutable.
 *
 * @param messages at least one
 * @param referenceSequenceNumber the newest op applied when its first message was made
 * @param sent how it was sent; empty if it was not
 * @since 0.1
 */
public record PendingBatch(List<LocalMessage> messages, long referenceSequenceNumber, Optional<Sent> sent) {
    /** Copies the list. */
    public PendingBatch {
        messages = List.copyOf(messages);
    }

    /**
     * How a batch was sent.
     *
     * @param clientId as whom
     * @param startClientSequenceNumber by which receivers know the batch
     */
    public record Sent(String clientId, long startClientSequenceNumber) {
        String batchId() {
            return RuntimeBatch.idOf(clientId, startClientSequenceNumber);
        }
    }

    /** Whether a sequenced batch is this one, whoever sent it. */
    boolean isSentAs(RuntimeBatch sequenced) {
        return sent.filter(how -> how.batchId().equals(sequenced.effectiveId())).isPresent();
    }
}
