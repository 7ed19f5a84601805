package dev.sluice.loader;

import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts what comes in from stream, snapshot and log into the document's order (RT-013, RT-014).
 *
 * <p>What lies behind a gap is held up to a limit; beyond it only the knowledge remains that it exists, and it is fetched again.
 * A repeated op must be equal to the first; fingerprints of a stretch of processed ops are kept to tell. Confined to the
 * container's thread.
 */
final class InboundQueue {
    private static final int REMEMBERED = 2_000;

    private final InboundLimits limits;
    private final NavigableMap<Long, SequencedMessage> held = new TreeMap<>();
    private final long first;
    /** Made for the first op: many documents only ever are looked at. */
    private int[] processed = {};

    private long heldBytes;
    private long last;
    private long known;

    /**
     * Ops that are missing.
     *
     * @param after the op before them
     * @param before the op behind them
     */
    record Gap(long after, long before) {}

    InboundQueue(InboundLimits limits, long last) {
        this.limits = limits;
        this.first = last + 1;
        this.last = last;
        this.known = last;
    }

    /** Notes that an op exists. */
    void know(long sequenceNumber) {
        known = Math.max(known, sequenceNumber);
    }

    /**
     * Takes an op in any order.
     *
     * @throws ContainerException if it is too large, or contradicts one that came before
     */
    void offer(SequencedMessage op) {
        long bytes = bytes(op);
        if (bytes > limits.maxMessageBytes()) {
            throw new ContainerException(
                    Kind.DATA_PROCESSING,
                    "op " + op.sequenceNumber() + " has " + bytes + " bytes, expected at most "
                            + limits.maxMessageBytes());
        }
        know(op.sequenceNumber());
        SequencedMessage there = held.get(op.sequenceNumber());
        if (there == null && op.sequenceNumber() > last) {
            held.put(op.sequenceNumber(), op);
            heldBytes += bytes;
            trim();
        } else {
            checkRepeated(op, there);
        }
    }

    private void checkRepeated(SequencedMessage op, @Nullable SequencedMessage there) {
        long number = op.sequenceNumber();
        if (there == null && (number < first || number <= last - REMEMBERED)) {
            return;
        }
        int before = there == null ? processed[place(number)] : fingerprint(there);
        if (before != fingerprint(op)) {
            throw new ContainerException(
                    Kind.PROTOCOL_VIOLATION,
                    "op " + number + " came twice with different content; expected the same op");
        }
    }

    private void remember(int fingerprint) {
        if (processed.length == 0) {
            processed = new int[REMEMBERED];
        }
        processed[place(last)] = fingerprint;
    }

    private static int place(long sequenceNumber) {
        return (int) (sequenceNumber % REMEMBERED);
    }

    /** Takes the next op out, if it is there. */
    Optional<SequencedMessage> poll() {
        SequencedMessage next = held.remove(last + 1);
        if (next == null) {
            return Optional.empty();
        }
        last++;
        heldBytes -= bytes(next);
        remember(fingerprint(next));
        return Optional.of(next);
    }

    /** Returns the first ops that are known to exist and not there. */
    Optional<Gap> gap() {
        if (known <= last || held.containsKey(last + 1)) {
            return Optional.empty();
        }
        return Optional.of(new Gap(last, held.isEmpty() ? known + 1 : held.firstKey()));
    }

    /** Returns the number of the op taken out last. */
    long last() {
        return last;
    }

    private void trim() {
        while ((held.size() > limits.maxHeldMessages() || heldBytes > limits.maxHeldBytes())
                && held.lastKey() > last + 1) {
            heldBytes -= bytes(held.pollLastEntry().getValue());
        }
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
