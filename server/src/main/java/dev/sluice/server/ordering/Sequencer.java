package dev.sluice.server.ordering;

import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.JsonWriter;
import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.Nack;
import dev.sluice.protocol.NackType;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Gives the messages of one document their order (SVC §4).
 *
 * <p>Invariants (I2):
 *
 * <ul>
 *   <li>Sequence numbers are contiguous.
 *   <li>The minimum sequence number (MSN) never falls, never exceeds the sequence number, and never exceeds the reference
 *       sequence number of a client in the table.
 *   <li>Timestamps never decrease.
 * </ul>
 *
 * <p>A pure state machine: the same inputs at the same times give the same effects. The checks a message passes, in this
 * order; the first that fails decides:
 *
 * <pre>
 *   own count used before, or missing    dropped
 *   gap in the client's own count        nack 400, nothing changes
 *   a type that only the service sends   nack 400, nothing changes
 *   client unknown, expired or nacked    nack 400, nothing changes
 *   refers to an op not yet sequenced    nack 400, nothing changes
 *   refers below the MSN                 nack 400, the client must reconnect
 *   summarize without the scope          nack 403, nothing changes
 *   proposal, and the quorum is full     nack 400, nothing changes
 * </pre>
 *
 * <p>Confined to its document's thread.
 */
final class Sequencer {
    private final SequencerOptions options;
    private final ClientTable clients = new ClientTable();
    private long sequenceNumber;
    private long minimumSequenceNumber;
    private long lastSentMinimum;
    private long lastTimestampMs;
    private long lastActivityMs;
    private OptionalLong consolidateAtMs = OptionalLong.empty();

    /** Creates the sequencer of a document without members. */
    Sequencer(
            SequencerOptions options,
            long sequenceNumber,
            long minimumSequenceNumber,
            long lastTimestampMs,
            long nowMs) {
        this.options = options;
        this.sequenceNumber = sequenceNumber;
        this.minimumSequenceNumber = minimumSequenceNumber;
        this.lastSentMinimum = minimumSequenceNumber;
        this.lastTimestampMs = lastTimestampMs;
        this.lastActivityMs = nowMs;
    }

    long sequenceNumber() {
        return sequenceNumber;
    }

    long minimumSequenceNumber() {
        return minimumSequenceNumber;
    }

    /** Returns the time of the newest op. */
    long lastTimestampMs() {
        return lastTimestampMs;
    }

    /** Returns the clients in the order in which they joined. */
    Collection<ClientEntry> clients() {
        return clients.entries();
    }

    boolean hasClients() {
        return !clients.isEmpty();
    }

    /**
     * Takes over an op that was sequenced before, from the log, without effects.
     *
     * @throws IllegalArgumentException if it does not follow the op before
     */
    void replay(SequencedMessage op) {
        if (op.sequenceNumber() != sequenceNumber + 1) {
            throw new IllegalArgumentException("op " + op.sequenceNumber() + " replayed after " + sequenceNumber);
        }
        if (op.type().equals(MessageType.JOIN)) {
            JoinedClient client = JoinedClient.parse(op);
            restore(new ClientEntry(
                    client.clientId(), client.maySummarize(), 0, minimumSequenceNumber, op.timestampMs(), false));
        } else if (op.type().equals(MessageType.LEAVE)) {
            clients.remove(RawJson.of(String.valueOf(op.data())).stringValue());
        }
        ClientEntry sender = op.clientId() == null ? null : clients.get(op.clientId());
        if (sender != null) {
            sender.clientSequenceNumber = op.clientSequenceNumber();
            sender.lastUpdateMs = op.timestampMs();
            clients.updateReference(sender, Math.max(op.referenceSequenceNumber(), op.minimumSequenceNumber()));
        }
        sequenceNumber = op.sequenceNumber();
        minimumSequenceNumber = op.minimumSequenceNumber();
        lastSentMinimum = minimumSequenceNumber;
        lastTimestampMs = Math.max(lastTimestampMs, op.timestampMs());
    }

    /** Puts back a client that was in the table when the state was kept. */
    void restore(ClientEntry client) {
        if (clients.get(client.clientId) == null) {
            clients.add(client);
        }
    }

    /** A write client connects; a client that is a member already is not joined again (SVC §4.3). */
    void join(JoinedClient client, long nowMs, SequencerEffects effects) {
        if (clients.get(client.clientId()) != null) {
            return;
        }
        lastActivityMs = nowMs;
        clients.add(new ClientEntry(client.clientId(), client.maySummarize(), 0, minimumSequenceNumber, nowMs, false));
        JsonWriter data = new JsonWriter(128 + client.detail().size());
        data.ascii("{\"clientId\":").string(client.clientId()).ascii(",\"detail\":");
        data.value(client.detail()).ascii("}");
        sequenceSystem(MessageType.JOIN, RawJson.NULL, text(data), nowMs, effects);
        expireFurthestBack(nowMs, effects);
    }

    /** A write client is gone; leaving twice has no effect (SVC §4.3). */
    void leave(String clientId, long nowMs, SequencerEffects effects) {
        if (clients.remove(clientId) == null) {
            return;
        }
        lastActivityMs = nowMs;
        sequenceSystem(MessageType.LEAVE, RawJson.NULL, text(new JsonWriter(64).string(clientId)), nowMs, effects);
        noticeEmpty(nowMs, effects);
    }

    /** A client submits a message. */
    void submit(String clientId, DocumentMessage message, long nowMs, SequencerEffects effects) {
        lastActivityMs = nowMs;
        ClientEntry client = clients.get(clientId);
        if (client != null) {
            long expected = client.clientSequenceNumber + 1;
            if (message.clientSequenceNumber() < expected) {
                return;
            }
            if (message.clientSequenceNumber() > expected) {
                nack(clientId, message, 400, NackType.BAD_REQUEST, "Gap detected in incoming op", effects);
                return;
            }
        }
        if (MessageType.isServiceOnly(message.type())) {
            nack(clientId, message, 400, NackType.BAD_REQUEST, "Op not allowed", effects);
            return;
        }
        if (client == null || client.nacked) {
            nack(clientId, message, 400, NackType.BAD_REQUEST, "Nonexistent client", effects);
            return;
        }
        ticket(client, message, nowMs, effects);
    }

    /** Answers a summary: to the service, an ordinary system op with a payload (SVC §4.8). */
    void answerSummary(String type, byte[] payload, long nowMs, SequencerEffects effects) {
        sequenceSystem(
                type,
                RawJson.slice(payload, 0, payload.length),
                new String(payload, StandardCharsets.UTF_8),
                nowMs,
                effects);
        noticeEmpty(nowMs, effects);
    }

    /** Does what has become due; see {@link #nextDeadlineMs}. */
    void tick(long nowMs, SequencerEffects effects) {
        if (consolidateAtMs.isPresent() && nowMs >= consolidateAtMs.getAsLong()) {
            consolidateAtMs = OptionalLong.empty();
            serverNoop(nowMs, effects);
        }
        if (hasClients() && nowMs - lastActivityMs >= options.activityTimeout().toMillis()) {
            lastActivityMs = nowMs;
            serverNoop(nowMs, effects);
            expireFurthestBack(nowMs, effects);
        }
    }

    /** Returns when {@link #tick} has something to do, if nothing else happens; empty if never. */
    OptionalLong nextDeadlineMs() {
        if (!hasClients()) {
            return OptionalLong.empty();
        }
        long activity = lastActivityMs + options.activityTimeout().toMillis();
        return OptionalLong.of(Math.min(activity, consolidateAtMs.orElse(Long.MAX_VALUE)));
    }

    private void ticket(ClientEntry client, DocumentMessage message, long nowMs, SequencerEffects effects) {
        long reference = message.referenceSequenceNumber();
        if (reference > sequenceNumber) {
            String why = "Refseq " + reference + " > " + sequenceNumber;
            nack(client.clientId, message, 400, NackType.BAD_REQUEST, why, effects);
            return;
        }
        if (reference != -1 && reference < minimumSequenceNumber) {
            client.nacked = true;
            client.clientSequenceNumber = message.clientSequenceNumber();
            client.lastUpdateMs = nowMs;
            clients.updateReference(client, minimumSequenceNumber);
            String why = "Refseq " + reference + " < " + minimumSequenceNumber;
            nack(client.clientId, message, 400, NackType.BAD_REQUEST, why, effects);
            return;
        }
        if (message.type().equals(MessageType.SUMMARIZE) && !client.maySummarize) {
            String why = "Client " + client.clientId + " does not have summary permission";
            nack(client.clientId, message, 403, NackType.INVALID_SCOPE, why, effects);
            return;
        }
        if (message.type().equals(MessageType.PROPOSE) && !effects.hasRoomFor(message)) {
            nack(client.clientId, message, 400, NackType.BAD_REQUEST, "The quorum is full", effects);
            return;
        }
        boolean isNoop = message.type().equals(MessageType.NOOP);
        long resolved = reference == -1 ? sequenceNumber + (isNoop ? 0 : 1) : reference;
        client.clientSequenceNumber = message.clientSequenceNumber();
        client.lastUpdateMs = nowMs;
        clients.updateReference(client, resolved);
        if (isNoop && mayHold(message)) {
            consolidateAtMs =
                    OptionalLong.of(nowMs + options.noopConsolidation().toMillis());
            raiseMinimum();
            return;
        }
        sequenceNumber++;
        // A client's op never refers to itself (SVC §4.7, 2), not even with reference -1.
        raiseMinimum(sequenceNumber - 1);
        sequence(
                new SequencedMessage(
                        client.clientId,
                        message.clientSequenceNumber(),
                        message.contents(),
                        message.metadata(),
                        message.compression(),
                        minimumSequenceNumber,
                        reference == -1 ? sequenceNumber : reference,
                        sequenceNumber,
                        stamp(nowMs),
                        message.type(),
                        null),
                effects);
        expireFurthestBack(nowMs, effects);
    }

    /** A noop with null contents waits for others; any other is worth an op of its own only if it moves the minimum. */
    private boolean mayHold(DocumentMessage noop) {
        boolean asksToWait = noop.contents() != null && noop.contents().isNull();
        return asksToWait || clients.furthestBack().referenceSequenceNumber <= lastSentMinimum;
    }

    private void serverNoop(long nowMs, SequencerEffects effects) {
        raiseMinimum();
        if (minimumSequenceNumber > lastSentMinimum) {
            sequenceSystem(MessageType.NOOP, RawJson.NULL, null, nowMs, effects);
        }
    }

    private void expireFurthestBack(long nowMs, SequencerEffects effects) {
        if (clients.isEmpty()) {
            return;
        }
        ClientEntry client = clients.furthestBack();
        boolean lags = sequenceNumber - client.referenceSequenceNumber > options.lagMaxOps();
        if (lags) {
            effects.lagged(client.clientId);
        }
        if (lags || nowMs - client.lastUpdateMs > options.clientTimeout().toMillis()) {
            leave(client.clientId, nowMs, effects);
        }
    }

    private void noticeEmpty(long nowMs, SequencerEffects effects) {
        if (clients.isEmpty()) {
            sequenceNumber++;
            raiseMinimum();
            sequence(
                    new SequencedMessage(
                            null,
                            -1,
                            RawJson.NULL,
                            null,
                            null,
                            sequenceNumber,
                            sequenceNumber,
                            sequenceNumber,
                            stamp(nowMs),
                            MessageType.NO_CLIENT,
                            null),
                    effects);
        }
    }

    private void sequenceSystem(
            String type, RawJson contents, @Nullable String data, long nowMs, SequencerEffects effects) {
        sequenceNumber++;
        raiseMinimum();
        sequence(
                new SequencedMessage(
                        null,
                        -1,
                        contents,
                        null,
                        null,
                        minimumSequenceNumber,
                        -1,
                        sequenceNumber,
                        stamp(nowMs),
                        type,
                        data),
                effects);
    }

    private void sequence(SequencedMessage op, SequencerEffects effects) {
        lastSentMinimum = op.minimumSequenceNumber();
        consolidateAtMs = OptionalLong.empty();
        effects.sequenced(op);
    }

    /** The minimum is what the client furthest back refers to, or everything if nobody is there; it never falls. */
    private void raiseMinimum() {
        raiseMinimum(sequenceNumber);
    }

    private void raiseMinimum(long limit) {
        long lowest = clients.isEmpty() ? sequenceNumber : clients.furthestBack().referenceSequenceNumber;
        minimumSequenceNumber = Math.max(minimumSequenceNumber, Math.min(lowest, limit));
    }

    private long stamp(long nowMs) {
        lastTimestampMs = Math.max(lastTimestampMs, nowMs);
        return lastTimestampMs;
    }

    private void nack(
            String clientId, DocumentMessage message, int code, NackType type, String why, SequencerEffects effects) {
        effects.nacked(clientId, new Nack(message, minimumSequenceNumber, code, type, why, Optional.empty()));
    }

    private static String text(JsonWriter json) {
        return new String(json.toBytes(), StandardCharsets.UTF_8);
    }
}
