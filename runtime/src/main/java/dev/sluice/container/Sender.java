package dev.sluice.container;

import dev.sluice.container.batch.BatchLimits;
import dev.sluice.container.batch.LocalMessage;
import dev.sluice.container.batch.OutboundBatches;
import dev.sluice.container.batch.OutboundBatches.Encoded;
import dev.sluice.container.batch.OutboundBatches.Submissions;
import dev.sluice.container.batch.OutboundBatches.TooLarge;
import dev.sluice.container.batch.OutboundRules;
import dev.sluice.container.pending.PendingBatch;
import dev.sluice.container.pending.PendingBatch.Sent;
import dev.sluice.container.pending.PendingBatches;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.loader.RuntimeContext;
import dev.sluice.protocol.DocumentMessage;
import java.util.List;
import java.util.Optional;

/** Sends closed batches, or keeps them for later; either way they are pending. Confined to the document's thread. */
final class Sender {
    private final RuntimeContext context;
    private final Document document;
    private final PendingBatches pending;

    Sender(RuntimeContext context, Document document, PendingBatches pending) {
        this.context = context;
        this.document = document;
        this.pending = pending;
    }

    BatchLimits limits() {
        return document.limits;
    }

    /** What a batch may look like here and now. */
    OutboundRules rules() {
        return document.schema().outboundRules().withLimits(document.limits).within(context.maxSubmissionBytes());
    }

    /**
     * Sends a batch.
     *
     * @throws ContainerException if it is larger than the service takes; then nothing of it was sent, counted or kept
     */
    void send(List<LocalMessage> batch, long referenceSequenceNumber, String clientId) {
        List<List<DocumentMessage>> submissions =
                encode(batch, referenceSequenceNumber, context.nextClientSequenceNumber());
        // Before it is sent: a service in the same process may answer at once.
        pending.add(new PendingBatch(
                batch, referenceSequenceNumber, Optional.of(new Sent(clientId, startNumber(submissions)))));
        submissions.forEach(context::submit);
    }

    /**
     * Checks that a batch can be sent.
     *
     * @throws ContainerException if it is larger than the service takes
     */
    void check(List<LocalMessage> batch) {
        encode(batch, 0, 1);
    }

    private List<List<DocumentMessage>> encode(List<LocalMessage> batch, long referenceSequenceNumber, long number) {
        Encoded encoded = new OutboundBatches(rules()).encode(batch, referenceSequenceNumber, number, null);
        if (encoded instanceof TooLarge tooLarge) {
            throw new ContainerException(
                    Kind.BATCH_TOO_LARGE,
                    "found a batch of " + batch.size() + " messages with size " + tooLarge.found()
                            + ", expected at most " + tooLarge.limit() + "; edit in smaller steps");
        }
        return ((Submissions) encoded).each();
    }

    /** Keeps a batch until there is a connection. */
    void keep(List<LocalMessage> batch, long referenceSequenceNumber) {
        pending.add(new PendingBatch(batch, referenceSequenceNumber, Optional.empty()));
    }

    /** Receivers know a batch by its first message, or by the chunk that completes it. */
    private static long startNumber(List<List<DocumentMessage>> submissions) {
        List<DocumentMessage> last = submissions.get(submissions.size() - 1);
        return last.get(0).clientSequenceNumber();
    }
}
