package dev.sluice.loader;

import dev.sluice.protocol.SequencedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The ops since the snapshot, as long as they are not too many bytes. Confined to the container's thread. */
final class History {
    private final long maxBytes;
    private List<SequencedMessage> ops = new ArrayList<>();
    private long bytes;
    private boolean isWhole = true;

    History(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    void add(SequencedMessage op) {
        bytes += InboundOp.bytes(op);
        isWhole &= bytes <= maxBytes;
        if (isWhole) {
            ops.add(op);
        } else {
            // Cleared, the list would keep room for as many as there were.
            ops = List.of();
        }
    }

    /** Returns the ops, or nothing if there were too many. */
    Optional<List<SequencedMessage>> ops() {
        return isWhole ? Optional.of(List.copyOf(ops)) : Optional.empty();
    }
}
