package dev.sluice.driver.local;

import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.Nack;
import dev.sluice.protocol.NackType;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives the messages of one document their order, by the rules of SVC §4.2 to §4.4.
 *
 * <p>Sequence numbers are contiguous; the minimum sequence number never falls and never passes what a member refers to.
 * Confined: the service's lock is held.
 */
final class LocalSequencer {
    private static final int FORBIDDEN = 403;
    private static final int BAD = 400;

    private final Consumer<SequencedMessage> log;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private long sequenceNumber;
    private long minimumSequenceNumber;
    private long lastSentMinimum;
    private long lastTimestampMs;

    /** What is known of a member. */
    private static final class Member {
        private final boolean maySummarize;
        private long clientSequenceNumber;
        private long referenceSequenceNumber;
        private boolean isNacked;

        Member(boolean maySummarize, long referenceSequenceNumber) {
            this.maySummarize = maySummarize;
            this.referenceSequenceNumber = referenceSequenceNumber;
        }
    }

    LocalSequencer(long sequenceNumber, Consumer<SequencedMessage> log) {
        this.log = log;
        this.sequenceNumber = sequenceNumber;
        this.minimumSequenceNumber = sequenceNumber;
        this.lastSentMinimum = sequenceNumber;
    }

    long sequenceNumber() {
        return sequenceNumber;
    }

    void join(String clientId, JsonObject detail, boolean maySummarize, long nowMs) {
        members.put(clientId, new Member(maySummarize, minimumSequenceNumber));
        JsonObject data = JsonObject.builder()
                .put("clientId", clientId)
                .put("detail", detail)
                .build();
        system(MessageType.JOIN, RawJson.NULL, data.toJson(), nowMs);
    }

    /** A member is gone; leaving twice has no effect. */
    void leave(String clientId, long nowMs) {
        if (members.remove(clientId) == null) {
            return;
        }
        system(MessageType.LEAVE, RawJson.NULL, JsonValue.of(clientId).toJson(), nowMs);
        if (members.isEmpty()) {
            long next = sequenceNumber + 1;
            minimumSequenceNumber = next;
            append(null, -1, RawJson.NULL, null, null, next, MessageType.NO_CLIENT, null, nowMs);
        }
    }

    void system(String type, RawJson contents, @Nullable String data, long nowMs) {
        raiseMinimum(sequenceNumber + 1);
        append(null, -1, contents, null, null, -1, type, data, nowMs);
    }

    /**
     * Orders a message of a client.
     *
     * @return why it was refused; empty if it was ordered, held or dropped as a repetition
     */
    Optional<Nack> submit(String clientId, DocumentMessage message, long nowMs) {
        Member member = members.get(clientId);
        if (member != null && message.clientSequenceNumber() <= member.clientSequenceNumber) {
            return Optional.empty();
        }
        if (member != null && message.clientSequenceNumber() > member.clientSequenceNumber + 1) {
            return refusal(message, BAD, NackType.BAD_REQUEST, "Gap detected in incoming op");
        }
        if (MessageType.isServiceOnly(message.type())) {
            return refusal(message, BAD, NackType.BAD_REQUEST, "Op not allowed");
        }
        if (member == null || member.isNacked) {
            return refusal(message, BAD, NackType.BAD_REQUEST, "Nonexistent client");
        }
        return ticket(clientId, member, message, nowMs);
    }

    /** Sequences a noop of the service's own if that tells the members a higher minimum (SVC §4.4). */
    void tick(long nowMs) {
        if (lowestReference() > lastSentMinimum && !members.isEmpty()) {
            system(MessageType.NOOP, RawJson.NULL, null, nowMs);
        }
    }

    private Optional<Nack> ticket(String clientId, Member member, DocumentMessage message, long nowMs) {
        long reference = message.referenceSequenceNumber();
        if (reference > sequenceNumber) {
            return refusal(message, BAD, NackType.BAD_REQUEST, "Refseq " + reference + " > " + sequenceNumber);
        }
        if (reference != -1 && reference < minimumSequenceNumber) {
            member.isNacked = true;
            member.referenceSequenceNumber = minimumSequenceNumber;
            return refusal(message, BAD, NackType.BAD_REQUEST, "Refseq " + reference + " < " + minimumSequenceNumber);
        }
        if (message.type().equals(MessageType.SUMMARIZE) && !member.maySummarize) {
            return refusal(message, FORBIDDEN, NackType.INVALID_SCOPE, "Client may not summarize");
        }
        boolean isNoop = message.type().equals(MessageType.NOOP);
        member.clientSequenceNumber = message.clientSequenceNumber();
        member.referenceSequenceNumber =
                reference == -1 ? sequenceNumber + (isNoop ? 0 : 1) : Math.max(reference, minimumSequenceNumber);
        if (isNoop && isHeld(message)) {
            return Optional.empty();
        }
        raiseMinimum(sequenceNumber);
        long resolved = reference == -1 ? sequenceNumber + 1 : reference;
        append(
                clientId,
                message.clientSequenceNumber(),
                message.contents(),
                message.metadata(),
                message.compression(),
                resolved,
                message.type(),
                null,
                nowMs);
        return Optional.empty();
    }

    /** A noop with null contents waits for company; any other is worth an op only if it moves the minimum. */
    private boolean isHeld(DocumentMessage noop) {
        boolean asksToWait = noop.contents() != null && noop.contents().isNull();
        return asksToWait || lowestReference() <= lastSentMinimum;
    }

    private void append(
            @Nullable String clientId,
            long clientSequenceNumber,
            @Nullable RawJson contents,
            @Nullable RawJson metadata,
            @Nullable RawJson compression,
            long reference,
            String type,
            @Nullable String data,
            long nowMs) {
        sequenceNumber++;
        lastTimestampMs = Math.max(lastTimestampMs, nowMs);
        lastSentMinimum = minimumSequenceNumber;
        log.accept(new SequencedMessage(
                clientId,
                clientSequenceNumber,
                contents,
                metadata,
                compression,
                minimumSequenceNumber,
                reference,
                sequenceNumber,
                lastTimestampMs,
                type,
                data));
    }

    private void raiseMinimum(long limit) {
        long lowest = members.isEmpty() ? limit : lowestReference();
        minimumSequenceNumber = Math.max(minimumSequenceNumber, Math.min(lowest, limit));
    }

    private long lowestReference() {
        return members.values().stream()
                .mapToLong(member -> member.referenceSequenceNumber)
                .min()
                .orElse(sequenceNumber);
    }

    private Optional<Nack> refusal(DocumentMessage message, int code, NackType type, String why) {
        return Optional.of(new Nack(message, minimumSequenceNumber, code, type, why, Optional.empty()));
    }
}
