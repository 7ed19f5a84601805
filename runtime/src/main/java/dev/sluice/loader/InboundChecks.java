package dev.sluice.loader;

import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.ProtocolState;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The rules that every op of every service keeps (runtime-formats §2.2). Confined to the container's thread.
 *
 * <p>That the numbers are consecutive is the queue's business.
 */
final class InboundChecks {
    /** What may come late from a client that has left: it tells a reference sequence number and nothing else. */
    private static final Set<String> HARMLESS = Set.of(MessageType.NOOP, Proposals.ACCEPT);

    private static final int REMEMBERED = 1_000;

    private final Map<String, Long> clientSequenceNumbers = new HashMap<>();
    private final Set<String> left = new LinkedHashSet<>();

    /**
     * Checks an op against the state before it.
     *
     * @throws ContainerException if it breaks a rule
     */
    void check(SequencedMessage op, ProtocolState before) {
        String clientId = op.clientId();
        long minimum = op.minimumSequenceNumber();
        long limit = clientId == null ? op.sequenceNumber() : op.sequenceNumber() - 1;
        if (minimum < before.minimumSequenceNumber()) {
            throw broken(op, "minimum sequence number " + minimum + " fell from " + before.minimumSequenceNumber());
        }
        if (minimum > limit) {
            throw broken(op, "minimum sequence number " + minimum + " is above " + limit);
        }
        if (clientId != null && !op.type().equals(MessageType.JOIN)) {
            checkSender(clientId, op, before);
        }
    }

    private void checkSender(String clientId, SequencedMessage op, ProtocolState before) {
        if (!before.members().containsKey(clientId)) {
            if (!left.contains(clientId) || !HARMLESS.contains(op.type())) {
                throw broken(op, op.type() + " of client " + clientId + ", which is not in the quorum");
            }
            return;
        }
        Long previous = clientSequenceNumbers.put(clientId, op.clientSequenceNumber());
        if (previous != null && op.clientSequenceNumber() <= previous) {
            throw broken(
                    op,
                    "client sequence number " + op.clientSequenceNumber() + " of client " + clientId
                            + " does not rise from " + previous);
        }
    }

    /** Notes an op after it was applied. */
    void applied(SequencedMessage op, ProtocolState before, ProtocolState after) {
        if (!op.type().equals(MessageType.LEAVE)) {
            return;
        }
        for (String clientId : before.members().keySet()) {
            if (!after.members().containsKey(clientId)) {
                clientSequenceNumbers.remove(clientId);
                left.add(clientId);
            }
        }
        while (left.size() > REMEMBERED) {
            left.remove(left.iterator().next());
        }
    }

    /** Returns the op with its data where this version's readers look: some services put it into the contents (RT-006). */
    static SequencedMessage normalized(SequencedMessage op) {
        RawJson contents = op.contents();
        boolean wantsData = op.type().equals(MessageType.JOIN) || op.type().equals(MessageType.LEAVE);
        if (!wantsData || op.data() != null || contents == null || contents.isNull()) {
            return op;
        }
        return new SequencedMessage(
                op.clientId(),
                op.clientSequenceNumber(),
                contents,
                op.metadata(),
                op.compression(),
                op.minimumSequenceNumber(),
                op.referenceSequenceNumber(),
                op.sequenceNumber(),
                op.timestampMs(),
                op.type(),
                contents.isString() ? contents.stringValue() : contents.toString());
    }

    private static ContainerException broken(SequencedMessage op, String found) {
        return new ContainerException(
                Kind.PROTOCOL_VIOLATION, "op " + op.sequenceNumber() + " breaks the protocol: " + found);
    }
}
