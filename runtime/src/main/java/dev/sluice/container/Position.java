package dev.sluice.container;

import dev.sluice.protocol.SequencedMessage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far the order is applied. A message inside an ungrouped batch is applied when the batch is complete. Confined to the
 * document's thread.
 */
final class Position {
    private long sequenceNumber;
    private long minimumSequenceNumber;
    private @Nullable SequencedMessage last;

    Position(long sequenceNumber, long minimumSequenceNumber) {
        this.sequenceNumber = sequenceNumber;
        this.minimumSequenceNumber = minimumSequenceNumber;
    }

    /** Moves before the batch is applied that {@code message} completes: what is applied is as of then. */
    void advance(SequencedMessage message) {
        sequenceNumber = message.sequenceNumber();
        minimumSequenceNumber = message.minimumSequenceNumber();
        last = message;
    }

    long sequenceNumber() {
        return sequenceNumber;
    }

    long minimumSequenceNumber() {
        return minimumSequenceNumber;
    }

    Optional<SequencedMessage> last() {
        return Optional.ofNullable(last);
    }
}
