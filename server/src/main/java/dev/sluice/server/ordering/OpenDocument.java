package dev.sluice.server.ordering;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.JsonWriter;
import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.Nack;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.server.config.Limit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A document somebody is connected to: the shell around its {@link Sequencer} and {@link Scribe}.
 *
 * <p>What the state machines decide goes to the {@link CommitPipeline}; only what came out of it durable is told to the
 * subscribers. Confined to its {@link DocumentThread}: every method must be called there.
 */
public final class OpenDocument {

    private final DocumentKey key;
    private final DocumentEnvironment environment;
    private final DocumentThread thread;
    private final Sequencer sequencer;
    private final Scribe scribe;
    private final CommitPipeline pipeline;
    private final SummaryDesk summaries;
    private final Runnable onIdle;
    private final Map<String, Connection> connections = new LinkedHashMap<>();
    /** With how many connections each has: one that has several is told everything once. */
    private final Map<Subscriber, Integer> subscribers = new LinkedHashMap<>();

    private final SequencerEffects effects = new Effects();
    private OptionalLong armedForMs = OptionalLong.empty();
    private boolean isClosed;

    /** Who is connected. */
    private record Connection(JoinedClient client, ClientMode mode, Subscriber subscriber) {}

    /**
     * What a newcomer is told.
     *
     * @param initialClientsJson JSON array of the other connections, in both modes (SVC §3.4)
     * @param lastSequenceNumber the newest durable op, a hint how far to catch up
     */
    public record Admission(byte[] initialClientsJson, long lastSequenceNumber) {}

    OpenDocument(
            DocumentKey key,
            DocumentEnvironment environment,
            DocumentThread thread,
            LoadedDocument loaded,
            Runnable onIdle,
            java.util.function.Consumer<Throwable> onFailure) {
        this.key = key;
        this.environment = environment;
        this.thread = thread;
        this.sequencer = loaded.sequencer();
        this.scribe = loaded.scribe();
        this.onIdle = onIdle;
        this.pipeline = new CommitPipeline(key, environment, thread, loaded, new CommitPipeline.Sink() {
            @Override
            public void durable(OpBatch batch) {
                broadcast(batch);
            }

            @Override
            public void nacked(String clientId, Nack nack) {
                tellNack(clientId, nack);
            }

            @Override
            public void settled() {
                afterCommit();
            }

            @Override
            public void failed(Throwable cause) {
                shutDown("the document could not be stored");
                onFailure.accept(cause);
            }
        });
        this.summaries = new SummaryDesk(key, environment, thread, scribe, pipeline, this::answerSummary);
    }

    /** Returns the document's name. */
    public DocumentKey key() {
        return key;
    }

    /** Returns the thread on which all other methods must be called. */
    public DocumentThread thread() {
        return thread;
    }

    /** Clients whose connections were lost with the process that served them leave now (SVC-091). */
    void expelVanished() {
        long now = environment.nowMs();
        List<String> vanished =
                sequencer.clients().stream().map(client -> client.clientId).toList();
        vanished.forEach(clientId -> sequencer.leave(clientId, now, effects));
        summaries.consider();
        afterInput();
    }

    /**
     * Admits a connection and tells everybody, the newcomer included; a writer then {@link #join}s.
     *
     * @param subscriber told what everybody is told, once if several connections have an equal one
     * @return {@code null} if the document has as many connections as it may have
     */
    public @Nullable Admission admit(JoinedClient client, ClientMode mode, Subscriber subscriber) {
        if (connections.size() >= environment.options().maxClients()) {
            environment.listener().refused(Limit.DOCUMENT_CLIENTS);
            return null;
        }
        byte[] others = initialClients();
        connections.put(client.clientId(), new Connection(client, mode, subscriber));
        subscribers.merge(subscriber, 1, Integer::sum);
        JsonWriter join = new JsonWriter(128 + client.detail().size());
        join.ascii("{\"type\":\"join\",\"content\":{\"clientId\":").string(client.clientId());
        join.ascii(",\"client\":").value(client.detail()).ascii("}}");
        systemSignal(join.toBytes());
        return new Admission(others, pipeline.durableSequenceNumber());
    }

    /** An admitted writer becomes a member. */
    public void join(String clientId) {
        Connection connection = connections.get(clientId);
        if (connection != null && connection.mode() == ClientMode.WRITE) {
            sequencer.join(connection.client(), environment.nowMs(), effects);
            afterInput();
        }
    }

    /** A connection is gone. */
    public void disconnect(String clientId) {
        Connection gone = connections.remove(clientId);
        if (gone == null) {
            return;
        }
        subscribers.computeIfPresent(gone.subscriber(), (same, count) -> count == 1 ? null : count - 1);
        JsonWriter leave =
                new JsonWriter(96).ascii("{\"type\":\"leave\",\"content\":").string(clientId);
        systemSignal(leave.ascii("}").toBytes());
        sequencer.leave(clientId, environment.nowMs(), effects);
        afterInput();
        considerIdle();
    }

    /** A connection submits messages, in order; each is judged on its own (SVC §3.7). */
    public void submit(String clientId, List<DocumentMessage> messages) {
        if (isClosed) {
            return;
        }
        if (pipeline.isOverfull()) {
            environment.listener().refused(Limit.DOCUMENT_QUEUE);
            tellNack(clientId, Nack.throttled("The document's ops wait for the disk", Duration.ofSeconds(1)));
            return;
        }
        long now = environment.nowMs();
        for (DocumentMessage message : messages) {
            sequencer.submit(clientId, message, now, effects);
        }
        afterInput();
    }

    /** Tells how far this document is, and who is there to summarize it. */
    DocumentStanding standing() {
        List<RawJson> members = connections.values().stream()
                .filter(connection -> connection.mode() == ClientMode.WRITE)
                .map(connection -> connection.client().detail())
                .toList();
        return new DocumentStanding(pipeline.durableSequenceNumber(), scribe.protocolHead(), members);
    }

    /** Delivers a signal to every subscriber. */
    public void signal(SignalMessage signal) {
        for (Subscriber subscriber : subscribers.keySet()) {
            subscriber.signal(signal);
        }
    }

    /** Delivers a signal to one connection; nothing happens if it is gone. */
    public void signalTo(String clientId, SignalMessage signal) {
        Connection connection = connections.get(clientId);
        if (connection != null) {
            connection.subscriber().signal(signal);
        }
    }

    /** Disconnects everybody; members leave, and the document becomes idle. */
    void disconnectAll(String reason) {
        List<String> all = List.copyOf(connections.keySet());
        closeAll(reason);
        long now = environment.nowMs();
        all.forEach(clientId -> sequencer.leave(clientId, now, effects));
        afterInput();
    }

    /** Tells whether nothing is left to do but to forget the document. */
    boolean isIdle() {
        return connections.isEmpty() && !sequencer.hasClients() && pipeline.isSettled() && summaries.isSettled();
    }

    /** Keeps the state, so that opening needs no replay; then {@code whenDone}. */
    void retire(Runnable whenDone) {
        isClosed = true;
        pipeline.checkpoint(Checkpoint.of(sequencer, scribe), whenDone);
    }

    /** Disconnects everybody and stores nothing more of what is in memory; then {@code whenDone}. */
    void abandon(String reason, Runnable whenDone) {
        shutDown(reason);
        pipeline.abandon(whenDone);
    }

    /** Tells whether ops, answers or versions of this document still have to be stored. */
    boolean isSettled() {
        return pipeline.isSettled() && summaries.isSettled();
    }

    private void answerSummary(String type, byte[] payload) {
        sequencer.answerSummary(type, payload, environment.nowMs(), effects);
        environment.listener().summaryAnswered(type.equals(MessageType.SUMMARY_ACK));
        afterInput();
    }

    private void afterInput() {
        armTimer();
        pipeline.flushSoon();
    }

    private void afterCommit() {
        if (isClosed) {
            return;
        }
        summaries.consider();
        if (pipeline.opsSinceCheckpoint() >= environment.options().checkpointOps() && summaries.isSettled()) {
            pipeline.checkpointLater(Checkpoint.of(sequencer, scribe));
        }
        considerIdle();
    }

    /** Reports the document as idle if nobody came, or nobody stayed. */
    void considerIdle() {
        if (!isClosed && isIdle()) {
            onIdle.run();
        }
    }

    /** One timer is enough: it fires at the deadline that was nearest when it was armed, and then looks again. */
    private void armTimer() {
        OptionalLong deadline = sequencer.nextDeadlineMs();
        if (isClosed || deadline.isEmpty()) {
            return;
        }
        if (armedForMs.isPresent() && armedForMs.getAsLong() <= deadline.getAsLong()) {
            return;
        }
        long due = deadline.getAsLong();
        armedForMs = deadline;
        thread.schedule(Duration.ofMillis(Math.max(1, due - environment.nowMs())), () -> timerFired(due));
    }

    private void timerFired(long due) {
        if (armedForMs.isEmpty() || armedForMs.getAsLong() != due || isClosed) {
            return;
        }
        armedForMs = OptionalLong.empty();
        sequencer.tick(environment.nowMs(), effects);
        afterInput();
    }

    private void broadcast(OpBatch batch) {
        for (Subscriber subscriber : subscribers.keySet()) {
            subscriber.ops(batch);
        }
    }

    private void tellNack(String clientId, Nack nack) {
        environment.listener().nacked(nack.code());
        Connection connection = connections.get(clientId);
        if (connection != null) {
            connection.subscriber().nacked(nack);
        }
    }

    private void systemSignal(byte[] content) {
        JsonWriter signal = new JsonWriter(64 + content.length * 2).ascii("{\"clientId\":null,\"content\":");
        signal(new SignalMessage(signal.string(new String(content, StandardCharsets.UTF_8))
                .ascii("}")
                .toBytes()));
    }

    private byte[] initialClients() {
        JsonWriter out = new JsonWriter(16 + connections.size() * 400).ascii("[");
        String separator = "";
        for (Connection connection : connections.values()) {
            out.ascii(separator)
                    .ascii("{\"clientId\":")
                    .string(connection.client().clientId());
            out.ascii(",\"client\":").value(connection.client().detail()).ascii("}");
            separator = ",";
        }
        return out.ascii("]").toBytes();
    }

    private void shutDown(String reason) {
        isClosed = true;
        closeAll(reason);
    }

    private void closeAll(String reason) {
        List<Subscriber> all = List.copyOf(subscribers.keySet());
        connections.clear();
        subscribers.clear();
        all.forEach(subscriber -> subscriber.closed(reason));
    }

    private final class Effects implements SequencerEffects {
        @Override
        public boolean hasRoomFor(DocumentMessage proposal) {
            boolean fits = scribe.hasRoomFor(proposal, environment.options().maxQuorumBytes());
            if (!fits) {
                environment.listener().refused(Limit.QUORUM_BYTES);
            }
            return fits;
        }

        @Override
        public void sequenced(SequencedMessage op) {
            scribe.follow(op);
            pipeline.append(op);
            if (op.type().equals(MessageType.NO_CLIENT)) {
                summaries.lastMemberLeft(op.sequenceNumber());
            }
        }

        @Override
        public void lagged(String clientId) {
            environment.listener().refused(Limit.CLIENT_LAG);
        }

        @Override
        public void nacked(String clientId, Nack nack) {
            pipeline.nack(clientId, nack);
        }
    }
}
