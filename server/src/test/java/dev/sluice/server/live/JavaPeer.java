package dev.sluice.server.live;

import static java.util.Objects.requireNonNull;

import dev.sluice.agent.Attempt;
import dev.sluice.agent.Summarizer;
import dev.sluice.agent.SummarizerOptions;
import dev.sluice.agent.SummaryAgent;
import dev.sluice.agent.SummaryPolicy;
import dev.sluice.client.ServiceClient;
import dev.sluice.container.ContainerRuntime;
import dev.sluice.container.ContainerRuntimeFactory;
import dev.sluice.container.NotFoundException;
import dev.sluice.container.RuntimeOptions;
import dev.sluice.container.Target;
import dev.sluice.container.summary.SummaryOutcome;
import dev.sluice.container.summary.SummaryRequest;
import dev.sluice.datastore.ChannelRegistry;
import dev.sluice.datastore.DataStore;
import dev.sluice.datastore.DataStoreFactory;
import dev.sluice.dds.map.SharedMap;
import dev.sluice.dds.standard.DataStructures;
import dev.sluice.driver.ClientDescription;
import dev.sluice.event.Registration;
import dev.sluice.loader.ConnectionState;
import dev.sluice.loader.Container;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.ContainerOptions;
import dev.sluice.loader.LoadRequest;
import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.handle.Handle;
import dev.sluice.protocol.json.JsonHandle;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A Java client. */
final class JavaPeer implements CollectingPeer {
    private static final TenantId TENANT = new TenantId("tinylicious");
    private static final long DEADLINE_SECONDS = 60;
    private static final List<String> ALL =
            List.of("map", "directory", "counter", "cell", "register", "queue", "tasks", "text", "intervals", "matrix");

    private final String name;
    private final ServiceClient client;
    private final RuntimeOptions options;
    private final Optional<SummaryPolicy> summaries;
    private final Map<String, Handle> remembered = new HashMap<>();
    private final AtomicInteger collectionOps = new AtomicInteger();
    private final AtomicInteger summaryAcks = new AtomicInteger();
    private @Nullable Container container;
    private @Nullable ContainerRuntime<DataStore> runtime;
    private @Nullable Playground playground;

    /** A peer whose new documents suit a version of the runtime, 1 or 2. */
    JavaPeer(String name, ServiceClient client, String compatibility) {
        this(name, client, compatibility.equals("1") ? RuntimeOptions.COMPATIBLE_WITH_1 : RuntimeOptions.DEFAULT);
    }

    /** A peer whose documents run in some way. */
    JavaPeer(String name, ServiceClient client, RuntimeOptions options) {
        this(name, client, options, Optional.empty());
    }

    private JavaPeer(String name, ServiceClient client, RuntimeOptions options, Optional<SummaryPolicy> summaries) {
        this.name = name;
        this.client = client;
        this.options = options;
        this.summaries = summaries;
    }

    /** A peer that says it is interactive, and so sees to summaries while it is elected. */
    static JavaPeer summarizing(String name, ServiceClient client, SummaryPolicy policy) {
        return new JavaPeer(name, client, RuntimeOptions.DEFAULT, Optional.of(policy));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> structures() {
        return ALL;
    }

    private ContainerOptions containerOptions() {
        return ContainerOptions.DEFAULTS.withClient(
                summaries.isPresent() ? ClientDescription.INTERACTIVE : ClientDescription.HEADLESS);
    }

    private ContainerRuntimeFactory<DataStore> runtimes() {
        return new ContainerRuntimeFactory<>(
                new DataStoreFactory(new ChannelRegistry(DataStructures.factories())), options);
    }

    @Override
    public String create() {
        open(Container.create(client.environment(), containerOptions(), runtimes(), Playground.CODE), true);
        Container opened = container();
        return await(opened.call(() -> opened.attach(client.services(), TENANT, Optional.empty()))
                        .thenCompose(attaching -> attaching))
                .document()
                .value();
    }

    @Override
    public void load(String documentId) {
        DocumentKey key = new DocumentKey(TENANT, new DocumentId(documentId));
        open(
                Container.load(
                        client.environment(),
                        containerOptions(),
                        runtimes(),
                        client.services(),
                        LoadRequest.latest(key)),
                false);
    }

    private void open(CompletionStage<Container> opening, boolean isNew) {
        Container opened = await(opening);
        container = opened;
        call(() -> {
            @SuppressWarnings("unchecked") // It is what our factory made.
            ContainerRuntime<DataStore> hosted = (ContainerRuntime<DataStore>) opened.runtime();
            runtime = hosted;
            collectionOps.set(0);
            summaryAcks.set(0);
            opened.events().onOp(this::count);
            summaries.ifPresent(policy -> SummaryAgent.start(
                    opened, client.environment(), client.services(), SummarizerOptions.DEFAULT.withPolicy(policy)));
            playground = isNew ? Playground.create(hosted, ALL) : Playground.find(hosted);
            return true;
        });
    }

    private void count(SequencedMessage op) {
        if (op.type().equals(MessageType.SUMMARY_ACK)) {
            summaryAcks.incrementAndGet();
        } else if (String.valueOf(op.contents()).contains("\\\"type\\\":\\\"GC\\\"")) {
            collectionOps.incrementAndGet();
        }
    }

    @Override
    public void edit(List<JsonObject> steps) {
        call(() -> {
            Edits edits = new Edits(playground(), container().connectionState() == ConnectionState.CONNECTED);
            steps.forEach(edits::take);
            return true;
        });
    }

    @Override
    public void nest(String key, JsonObject entries) {
        call(() -> {
            SharedMap nested = playground().newMap();
            entries.members().forEach(nested::set);
            playground().part("map", SharedMap.class).set(key, nested.handle());
            return true;
        });
    }

    @Override
    public JsonValue nested(String key) {
        awaitHandle(key);
        return call(() -> States.entries(playground().nested(key)));
    }

    private void awaitHandle(String key) {
        until(
                "handle " + key,
                () -> playground().part("map", SharedMap.class).getHandle(key).isPresent());
    }

    @Override
    public void uploadBlob(String key, byte[] content) {
        await(stage(() -> runtime()
                .createBlob(content)
                .thenAccept(handle -> playground()
                        .part("map", SharedMap.class)
                        .set(key, JsonHandle.of(handle.path().text())))));
    }

    @Override
    public byte[] downloadBlob(String key) {
        awaitHandle(key);
        return blob(playground(), key);
    }

    private byte[] blob(Playground holder, String key) {
        Target<DataStore> target =
                await(stage(() -> runtime().resolve(holder.handle(key).url())));
        return ((Target.OfBlob<DataStore>) target).bytes();
    }

    @Override
    public void addStore(String key) {
        call(() -> {
            playground().part("map", SharedMap.class).set(key, Playground.create(runtime()));
            return true;
        });
    }

    @Override
    public void editStore(String key, List<JsonObject> steps) {
        Playground store = store(key);
        call(() -> {
            Edits edits = new Edits(store, container().connectionState() == ConnectionState.CONNECTED);
            steps.forEach(edits::take);
            return true;
        });
    }

    @Override
    public JsonObject storeState(String key) {
        Playground store = store(key);
        return call(() -> States.of(store));
    }

    @Override
    public byte[] storeBlob(String store, String key) {
        return blob(store(store), key);
    }

    private Playground store(String key) {
        awaitHandle(key);
        Target<DataStore> target =
                await(stage(() -> runtime().resolve(playground().handle(key).url())));
        return Playground.of(((Target.OfStore<DataStore>) target).store());
    }

    /** The path of the common map. */
    String mapPath() {
        return call(() -> playground().part("map", SharedMap.class).handle().url());
    }

    @Override
    public String remember(String key) {
        awaitHandle(key);
        Handle handle = call(() -> playground().handle(key));
        remembered.put(key, handle);
        return handle.path().text();
    }

    @Override
    public void putBack(String key) {
        Handle handle = requireNonNull(remembered.get(key));
        call(() -> {
            playground().part("map", SharedMap.class).set(key, handle);
            return true;
        });
    }

    @Override
    public Found request(String path) {
        return await(stage(() -> runtime().resolve(path)).handle((target, failure) -> {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause == null) {
                return Found.THERE;
            }
            if (cause instanceof NotFoundException missing) {
                return missing.wasDeleted()
                        ? Found.DELETED
                        : missing.isTombstoned() ? Found.TOMBSTONED : Found.NEVER_THERE;
            }
            throw new CompletionException(cause);
        }));
    }

    @Override
    public void summarize(String documentId) {
        Summarizer summarizer = await(Summarizer.open(
                client.environment(),
                client.services(),
                new DocumentKey(TENANT, new DocumentId(documentId)),
                SummarizerOptions.DEFAULT.withRuntime(options)));
        Attempt attempt = await(summarizer.summarize());
        summarizer.container().close();
        if (!attempt.isAcknowledged()) {
            throw new AssertionError(name + ", summarizing: " + attempt.outcome());
        }
    }

    /** Waits until it has heard so many ops of collection since it opened the document. */
    void awaitCollectionOps(int count) {
        until(count + " ops of collection", () -> collectionOps.get() >= count);
    }

    @Override
    public void awaitSummaryAcks(int count) {
        until("summary ack " + count, () -> summaryAcks.get() >= count);
    }

    /** Has what it knows be the document's newest summary. */
    SummaryOutcome submitSummary(SummaryRequest request) {
        return await(stage(() -> runtime().submitSummary(request)));
    }

    @Override
    public void disconnect() {
        call(() -> {
            container().disconnect();
            return true;
        });
    }

    @Override
    public void connect() {
        call(() -> {
            container().connect();
            return true;
        });
    }

    @Override
    public void awaitConnected() {
        until("connected", () -> container().connectionState() == ConnectionState.CONNECTED);
    }

    @Override
    public long awaitSaved() {
        until("saved", () -> !container().isDirty());
        return call(() -> container().sequenceNumber());
    }

    @Override
    public void awaitSequenceNumber(long sequenceNumber) {
        until("op " + sequenceNumber, () -> container().sequenceNumber() >= sequenceNumber);
    }

    @Override
    public JsonObject state() {
        return call(() -> States.of(playground()));
    }

    @Override
    public void leave() {
        container().close();
    }

    @Override
    public void close() {
        if (container != null) {
            container.close();
        }
    }

    private Container container() {
        return requireNonNull(container);
    }

    private ContainerRuntime<DataStore> runtime() {
        return requireNonNull(runtime);
    }

    private Playground playground() {
        return requireNonNull(playground);
    }

    private <T> T call(Supplier<T> task) {
        return await(container().call(task));
    }

    private <T> CompletionStage<T> stage(Supplier<CompletionStage<T>> task) {
        return container().call(task).thenCompose(stage -> stage);
    }

    /** Asks again after everything that could make a difference. */
    private void until(String what, BooleanSupplier condition) {
        CompletableFuture<Boolean> reached = new CompletableFuture<>();
        List<Registration> watching = call(() -> {
            Runnable check = () -> {
                if (condition.getAsBoolean()) {
                    reached.complete(true);
                }
            };
            check.run();
            return List.of(
                    container().events().onOp(op -> container().execute(check)),
                    container().events().onConnectionState(state -> container().execute(check)),
                    container().events().onSaved(() -> container().execute(check)),
                    container()
                            .events()
                            .onClosed(cause -> reached.completeExceptionally(cause.orElseGet(() ->
                                    new ContainerException(ContainerException.Kind.USAGE, "closed by the test")))));
        });
        try {
            await(reached.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS));
        } catch (AssertionError failure) {
            throw new AssertionError(name + ", waiting: " + what, failure);
        } finally {
            call(() -> {
                watching.forEach(Registration::close);
                return true;
            });
        }
    }

    private <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture()
                    .orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException failed) {
            throw new AssertionError(name, failed.getCause());
        }
    }
}
