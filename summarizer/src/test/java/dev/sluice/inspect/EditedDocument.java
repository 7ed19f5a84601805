package dev.sluice.inspect;

import dev.sluice.agent.Attempt;
import dev.sluice.agent.Summarizer;
import dev.sluice.agent.SummarizerOptions;
import dev.sluice.client.ContainerSchema;
import dev.sluice.client.DataObject;
import dev.sluice.client.FluidContainer;
import dev.sluice.client.InitialObject;
import dev.sluice.client.ObjectType;
import dev.sluice.client.ServiceClient;
import dev.sluice.container.RuntimeOptions;
import dev.sluice.dds.map.SharedMap;
import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.driver.local.LocalService;
import dev.sluice.driver.local.LocalUser;
import dev.sluice.gc.config.GcOptions;
import dev.sluice.gc.config.GcSettings;
import dev.sluice.gc.session.GcSetup;
import dev.sluice.gc.telemetry.GcEventSink;
import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.handle.Handle;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A document in a service in memory, with an editor, whose sequenced time the test moves. Nodes are inactive after 10 seconds,
 * tombstoned after 20 and swept after 30.
 */
public final class EditedDocument implements AutoCloseable {
    /** The map that the document begins with. */
    public static final InitialObject<SharedMap> NOTES = InitialObject.of("notes", SharedMap.FACTORY);

    private static final TenantId TENANT = new TenantId("local");
    private static final ObjectType<DataObject> LIST = ObjectType.dataObject("list");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final RuntimeOptions HASTY = RuntimeOptions.DEFAULT.withCollection(new GcSetup(
            GcOptions.DEFAULT
                    .withInactiveTimeout(SECOND.multipliedBy(10))
                    .withSweepGracePeriod(SECOND.multipliedBy(10))
                    .withSweep(),
            GcSettings.of(Map.of("Fluid.GarbageCollection.TestOverride.TombstoneTimeoutMs", "20000")),
            GcEventSink.NONE));

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final LocalService service = new LocalService(this::time, new Random(1), LocalService.Delivery.AT_ONCE);
    private final DocumentServiceFactory driver = service.driver(LocalUser.editor("ada"));
    private final ServiceClient client =
            ServiceClient.of(driver, TENANT).runtime(HASTY).build();
    private final FluidContainer editor = client.create(ContainerSchema.of(NOTES));
    private final DocumentId id = editor.attach();
    private final DocumentKey key = new DocumentKey(TENANT, id);
    private final SummarizerOptions options = SummarizerOptions.DEFAULT.withRuntime(HASTY);
    /** On the editor's thread. */
    private long newestEdit;

    /** Makes the document. */
    public EditedDocument() {
        editor.run(() -> editor.container().events().onOp(this::applied));
    }

    private Instant time() {
        return Objects.requireNonNull(now.get());
    }

    /** Returns the editor. */
    public FluidContainer editor() {
        return editor;
    }

    /** Returns the client that opens documents of the service. */
    public ServiceClient client() {
        return client;
    }

    /** Returns the document's name. */
    public DocumentKey key() {
        return key;
    }

    /** Returns how it is opened. */
    public SummarizerOptions options() {
        return options;
    }

    /** Returns the map that the document begins with; on the container's thread. */
    public SharedMap notes() {
        return editor.get(NOTES);
    }

    /** Edits, waits until the edit is sequenced, and tells its op; others, such as a summarizer that leaves, may follow at once. */
    public long edit(Runnable task) {
        editor.run(task);
        editor.awaitSaved();
        return editor.call(() -> newestEdit);
    }

    private void applied(SequencedMessage op) {
        if (op.type().equals(MessageType.OP)
                && editor.container()
                        .clientId()
                        .filter(own -> own.equals(op.clientId()))
                        .isPresent()) {
            newestEdit = op.sequenceNumber();
        }
    }

    /** Makes a data object that nobody knows; on the container's thread. */
    public DataObject newList() {
        return editor.create(LIST);
    }

    /** Makes a data object with something in it, and puts it into the map. */
    public Handle addList(String name) {
        Handle handle = editor.call(() -> {
            DataObject list = newList();
            list.root().set("what", name + "'s milk");
            notes().set(name, list.handle());
            return list.handle();
        });
        editor.awaitSaved();
        return handle;
    }

    /** Takes a key out of the map, and tells which op did. */
    public long drop(String name) {
        return edit(() -> notes().delete(name));
    }

    /** Some op is sequenced at a later time. */
    public void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
        edit(() -> notes().set("tick", time.toString()));
    }

    /** Collects and summarizes what is sequenced by now. */
    public Attempt summarize() {
        Summarizer summarizer = await(Summarizer.open(client.environment(), driver, key, options));
        Attempt attempt = await(summarizer.summarize());
        if (!attempt.isAcknowledged()) {
            throw new IllegalStateException("not summarized: " + attempt.outcome());
        }
        await(summarizer.stop());
        return attempt;
    }

    /** Lets all garbage grow old, and sweeps it. */
    public void sweep() {
        summarize();
        pass(SECOND.multipliedBy(25));
        summarize();
        pass(SECOND.multipliedBy(25));
        summarize();
        edit(() -> notes().set("swept", true));
        summarize();
    }

    /** Tells whether a node was swept. */
    public boolean deleted(String node) {
        return editor.call(() -> editor.runtime().deletedNodes().contains(node));
    }

    /** Returns the way to what is stored. */
    public StoredDocument stored() {
        return StoredDocument.of(driver, key, options);
    }

    /** Waits for a stage. */
    public static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    @Override
    public void close() {
        client.close();
    }
}
