package dev.sluice.loader;

import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.protocol.SequencedMessage;
import java.util.NavigableMap;
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
    private final NavigableMap<Long, InboundOp> held = new TreeMap<>();
    private final long first;
    /** Made for the first op: many documents only ever are looked at. */
    private int[] processed = {};

    private long heldBytes;
    private long last;
    private long reached;
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
        this.reached = last;
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
    void offer(InboundOp op) {
        if (op.bytes() > limits.maxMessageBytes()) {
            throw new ContainerException(
                    Kind.DATA_PROCESSING,
                    "op " + op.number() + " has " + op.bytes() + " bytes, expected at most "
                            + limits.maxMessageBytes());
        }
        know(op.number());
        InboundOp there = held.get(op.number());
        if (there == null && op.number() > last) {
            held.put(op.number(), op);
            heldBytes += op.bytes();
            reach(op.number());
            trim();
        } else {
            checkRepeated(op, there);
        }
    }

    private void reach(long added) {
        if (added == reached + 1) {
            reached = added;
            while (held.containsKey(reached + 1)) {
                reached++;
            }
        }
    }

    private void checkRepeated(InboundOp op, @Nullable InboundOp there) {
        long number = op.number();
        if (there == null && (number < first || number <= last - REMEMBERED)) {
            return;
        }
        int before = there == null ? processed[place(number)] : there.fingerprint();
        if (before != op.fingerprint()) {
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
        InboundOp next = held.remove(last + 1);
        if (next == null) {
            return Optional.empty();
        }
        last++;
        heldBytes -= next.bytes();
        remember(next.fingerprint());
        return Optional.of(next.message());
    }

    /** Returns the first ops that are known to exist and not there. */
    Optional<Gap> gap() {
        if (known <= reached) {
            return Optional.empty();
        }
        Long behind = held.higherKey(reached);
        return Optional.of(new Gap(reached, behind == null ? known + 1 : behind));
    }

    /** Returns the number up to which no op is missing. */
    long reached() {
        return reached;
    }

    /** Returns the number of the op taken out last. */
    long last() {
        return last;
    }

    private void trim() {
        while ((held.size() > limits.maxHeldMessages() || heldBytes > limits.maxHeldBytes())
                && held.lastKey() > last + 1) {
            InboundOp dropped = held.pollLastEntry().getValue();
            heldBytes -= dropped.bytes();
            reached = Math.min(reached, dropped.number() - 1);
        }
    }
}
