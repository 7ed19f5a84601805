package dev.sluice.datastore;

import dev.sluice.container.ContainerRuntime;
import dev.sluice.container.ContainerRuntimeFactory;
import dev.sluice.container.RuntimeOptions;
import dev.sluice.container.summary.SummaryOutcome;
import dev.sluice.container.summary.SummaryRequest;
import dev.sluice.container.summary.SummaryResult;
import dev.sluice.container.testing.FakeContext;
import dev.sluice.container.testing.Snapshots;
import dev.sluice.driver.Snapshot;
import dev.sluice.loader.AttachState;
import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Clients of one document and the order of its messages, each step of which the test takes. */
final class Room {
    /** A document with the aliased data store A, and in it the journal j. */
    static final String STORE = "A";

    final List<SequencedMessage> order = new ArrayList<>();
    final SummaryTree created;
    private final RuntimeOptions options;
    private final Map<String, Client> clients = new LinkedHashMap<>();
    private int connections;

    Room() {
        this(RuntimeOptions.DEFAULT);
    }

    Room(RuntimeOptions options) {
        this.options = options;
        this.created = create(options);
    }

    private static SummaryTree create(RuntimeOptions options) {
        FakeContext context = new FakeContext(0);
        context.attachState = AttachState.DETACHED;
        ContainerRuntime<DataStore> runtime =
                new ContainerRuntimeFactory<>(DataStoreFactory.of(new Journal.Factory()), options).create(context);
        context.runtime = runtime;
        DataStore store = runtime.createDataStore(List.of("pkg"));
        store.createChannel("j", Journal.class);
        runtime.trySetAlias(store.id(), "root");
        return runtime.attachSummary();
    }

    /** A client, or the one before and the one after a reconnect. */
    static final class Client {
        final FakeContext context;
        final ContainerRuntime<DataStore> runtime;
        int seen;

        Client(FakeContext context, ContainerRuntime<DataStore> runtime) {
            this.context = context;
            this.runtime = runtime;
        }

        Journal journal() {
            return runtime.dataStore(STORE).orElseThrow().channel("j", Journal.class);
        }

        DataStore store() {
            return runtime.dataStore(STORE).orElseThrow();
        }

        String id() {
            return context.clientId().orElseThrow();
        }
    }

    Client client() {
        return client(Snapshots.of(created, 0), Optional.empty(), DataStoreFactory.of(new Journal.Factory()));
    }

    /** A client that is connected after it has seen everything. */
    Client client(Snapshot snapshot, Optional<JsonValue> pending, DataStoreFactory stores) {
        Client client = loaded(snapshot, pending, stores);
        catchUp(client);
        connect(client);
        return client;
    }

    Client loaded(Snapshot snapshot, Optional<JsonValue> pending, DataStoreFactory stores) {
        FakeContext context = new FakeContext(connections + 1L);
        ContainerRuntime<DataStore> runtime =
                new ContainerRuntimeFactory<>(stores, options).load(context, snapshot, pending);
        context.runtime = runtime;
        Client client = new Client(context, runtime);
        client.seen = (int) snapshot.sequenceNumber();
        return client;
    }

    /** Connects under a new id, and lets everybody know the join. */
    void connect(Client client) {
        String id = "client-" + ++connections;
        JsonObject join = JsonObject.builder()
                .put("clientId", id)
                .put("detail", JsonObject.EMPTY)
                .build();
        clients.put(id, client);
        system("join", join.toJson());
        client.context.connect(id);
    }

    /** Takes a client off; what it sent before may have been sequenced or not. */
    void disconnect(Client client) {
        String id = client.id();
        clients.remove(id);
        client.context.disconnect();
        client.context.takeSent();
    }

    void leave(String clientId) {
        system("leave", JsonValue.of(clientId).toJson());
    }

    /** Has a client submit a summary, which the service acknowledges. */
    SummaryResult summarize(Client client, SummaryRequest request) {
        List<SummaryResult> written = new ArrayList<>();
        CompletableFuture<SummaryOutcome> outcome =
                client.runtime.submitSummary(request, written::add).toCompletableFuture();
        client.context.turn();
        sequence(client);
        acknowledgeSummary(order.size(), "summary-" + client.context.storage.summaries);
        if (!(outcome.getNow(null) instanceof SummaryOutcome.Acknowledged)) {
            throw new IllegalStateException("found " + outcome + ", expected an acknowledged summary");
        }
        return written.get(0);
    }

    /** The service takes a summary, whoever proposed it. */
    void acknowledgeSummary(long proposalSequenceNumber, String handle) {
        JsonObject ack = JsonObject.builder()
                .put("handle", handle)
                .put("summaryProposal", JsonObject.of("summarySequenceNumber", JsonValue.of(proposalSequenceNumber)))
                .build();
        system("summaryAck", ack.toJson());
    }

    private void system(String type, String data) {
        add(null, new DocumentMessage(type, -1, -1, RawJson.NULL, null, null, false), data);
    }

    /** Ends everybody's turn, sequences what was sent, and delivers it to those who are there. */
    void settle() {
        boolean isMoving = true;
        while (isMoving) {
            isMoving = false;
            for (Client client : List.copyOf(clients.values())) {
                client.context.turn();
                isMoving |= sequence(client);
            }
        }
    }

    /** Sequences and delivers what a client sent. */
    boolean sequence(Client client) {
        List<DocumentMessage> sent = client.context.takeSent();
        sent.forEach(message -> add(client.id(), message, null));
        return !sent.isEmpty();
    }

    /** Sequences an op that no client here made. */
    SequencedMessage foreign(String clientId, String contents) {
        return foreign(clientId, contents, null);
    }

    SequencedMessage foreign(String clientId, String contents, @Nullable String metadata) {
        RawJson data = metadata == null ? null : RawJson.of(metadata);
        return add(
                clientId,
                new DocumentMessage("op", order.size(), 0, RawJson.ofString(contents), data, null, false),
                null);
    }

    private SequencedMessage add(@Nullable String clientId, DocumentMessage message, @Nullable String data) {
        SequencedMessage sequenced = new SequencedMessage(
                clientId,
                message.clientSequenceNumber(),
                message.contents(),
                message.metadata(),
                message.compression(),
                0,
                message.referenceSequenceNumber(),
                order.size() + 1L,
                1_000L + order.size(),
                message.type(),
                data);
        order.add(sequenced);
        List.copyOf(clients.values()).forEach(this::catchUp);
        return sequenced;
    }

    /** Gives a client all it has not seen. */
    void catchUp(Client client) {
        while (client.seen < order.size() && client.context.closedBy == null) {
            client.context.deliver(order.get(client.seen++));
        }
    }

    static String text(DocumentMessage message) {
        RawJson contents = message.contents();
        return contents == null ? "" : contents.stringValue();
    }

    static JsonObject parsed(DocumentMessage message) {
        return JsonValue.parse(text(message)).asObject().orElseThrow();
    }
}
