package dev.sluice.loader;

import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An op before its turn, with what can be told of it on any thread. Immutable.
 *
 * @param bytes the size of what its sender put into it
 * @param fingerprint differs if the service does not repeat the op exactly
 */
record InboundOp(SequencedMessage message, long bytes, int fingerprint) {
    static InboundOp of(SequencedMessage message) {
        return new InboundOp(message, bytes(message), fingerprint(message));
    }

    long number() {
        return message.sequenceNumber();
    }

    static long bytes(SequencedMessage op) {
        String data = op.data();
        return size(op.contents()) + size(op.metadata()) + (data == null ? 0 : data.length());
    }

    private static long size(@Nullable RawJson value) {
        return value == null ? 0 : value.size();
    }

    /**
     * What the service repeats exactly. Contents are compared as text, for escapes may be written either way; objects, which only
     * services write, may come back with their members in another order.
     */
    private static int fingerprint(SequencedMessage op) {
        RawJson contents = op.contents();
        int hash = Objects.hashCode(op.clientId());
        hash = 31 * hash + op.type().hashCode();
        hash = 31 * hash + Long.hashCode(op.minimumSequenceNumber());
        hash = 31 * hash + Long.hashCode(op.referenceSequenceNumber());
        hash = 31 * hash + Long.hashCode(op.timestampMs());
        return 31 * hash + (contents == null || !contents.isString() ? 0 : contents.stringHash());
    }
}
