package dev.sluice.server.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.client.ContainerSchema;
import dev.sluice.client.DataObject;
import dev.sluice.client.FluidContainer;
import dev.sluice.client.InitialObject;
import dev.sluice.client.ObjectType;
import dev.sluice.client.ServiceClient;
import dev.sluice.container.RuntimeOptions;
import dev.sluice.datastore.ChannelRegistry;
import dev.sluice.datastore.channel.ChannelFactory;
import dev.sluice.datastore.channel.ChannelStorage;
import dev.sluice.dds.SharedObjectFactory;
import dev.sluice.dds.counter.SharedCounter;
import dev.sluice.dds.map.SharedMap;
import dev.sluice.dds.standard.DataStructures;
import dev.sluice.driver.ClientDescription;
import dev.sluice.driver.ConnectionMode;
import dev.sluice.gc.config.GcOptions;
import dev.sluice.gc.config.GcSettings;
import dev.sluice.gc.session.GcSetup;
import dev.sluice.gc.telemetry.GcEventSink;
import dev.sluice.loader.ContainerOptions;
import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.server.SluiceServer;
import dev.sluice.server.config.ServerConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The pool of a running server, seen by its clients, none of which summarizes. */
@Timeout(120)
class SummarizerPoolTest {
    private static final InitialObject<SharedMap> NOTES = InitialObject.of("notes", SharedMap.FACTORY);
    private static final ChannelFactory<SharedCounter> FOREIGN = SharedObjectFactory.of(
            "foreign",
            "1",
            SharedCounter.class,
            (context, attributes) -> SharedCounter.FACTORY.load(context, new Zero(), attributes),
            (context, attributes, content) -> SharedCounter.FACTORY.load(context, content, attributes));
    private static final InitialObject<SharedCounter> STRANGER = InitialObject.of("stranger", FOREIGN);
    /** Tombstoned at once; swept by those who are told to. */
    private static final RuntimeOptions HASTY = RuntimeOptions.DEFAULT.withCollection(new GcSetup(
            GcOptions.DEFAULT.withInactiveTimeout(Duration.ZERO),
            GcSettings.of(Map.of("Fluid.GarbageCollection.TestOverride.TombstoneTimeoutMs", "60000")),
            GcEventSink.NONE));

    /** Swept a minute after it is tombstoned. */
    private static final String[] SWEEPING = {
        "summarizer-pool-gc", "enableGCSweep=true,sweepGracePeriodMs=60000", "summarizer-pool-ageing-ms", "1000"
    };

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Semaphore acks = new Semaphore(0);

    @TempDir
    private Path data = Path.of("target");

    @SuppressWarnings("NullAway.Init") // Each test starts it with settings of its own.
    private SluiceServer server;

    private void start(String... settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "port", "0",
                "data", data.toString(),
                "summarizer-pool", "on",
                "summarizer-pool-delay-ms", "10",
                "summarizer-pool-idle-ops", "1"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        server = SluiceServer.start(ServerConfig.of(all, Map.of()), () -> time());
    }

    /** Goes on by a millisecond whenever it is looked at, so that what waits is due some time. */
    private Instant time() {
        return now.updateAndGet(before -> before.plusMillis(1));
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        server.close(Duration.ZERO, Duration.ofSeconds(20));
    }

    private ServiceClient client(ContainerOptions options) {
        return client("tinylicious", options);
    }

    private ServiceClient client(String tenant, ContainerOptions options) {
        List<ChannelFactory<?>> types = new ArrayList<>(DataStructures.factories());
        // One factory for each class: what is made as a counter here has a type that no other client knows.
        types.remove(SharedCounter.FACTORY);
        types.add(FOREIGN);
        ServiceClient client = ServiceClient.of(
                        ServiceClient.insecure(server.url()).services(), new TenantId(tenant))
                .options(options)
                .runtime(HASTY)
                .registry(new ChannelRegistry(types))
                .build();
        open.add(client);
        return client;
    }

    private static ContainerOptions headless() {
        return ContainerOptions.DEFAULTS.withClient(ClientDescription.HEADLESS);
    }

    /** Looks on, as a reader, and counts the summaries that are acknowledged from now on. */
    private void watch(DocumentId document) {
        FluidContainer reader = client(headless().withMode(ConnectionMode.READ)).open(document);
        reader.run(() -> reader.container().events().onOp(this::processed));
    }

    private void processed(SequencedMessage op) {
        if (op.type().equals(MessageType.SUMMARY_ACK)) {
            acks.release();
        }
    }

    private static void set(FluidContainer editor, String name, String value) {
        editor.run(() -> editor.get(NOTES).set(name, value));
        editor.awaitSaved();
    }

    /** Polls what operators see until it says something. */
    private void awaitMetric(String line) throws IOException, InterruptedException {
        while (!get("/metrics").contains(line + "\n")) {
            Thread.onSpinWait();
        }
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.url() + path)).build();
        return http.send(request, BodyHandlers.ofString()).body();
    }

    @Test
    void documentThatItsWritersLeft_getsASummary_whichClientsLoad() throws Exception {
        start();
        FluidContainer editor = client(headless()).create(ContainerSchema.of(NOTES));
        DocumentId document = editor.attach();
        watch(document);
        set(editor, "title", "Plan");
        long edited = editor.call(() -> editor.container().sequenceNumber());
        assertThat(acks.availablePermits()).isZero();
        editor.close();
        acks.acquire();

        FluidContainer later = client(headless()).open(document);
        assertThat(later.<Long>call(() -> later.runtime().baseSequenceNumber())).isGreaterThanOrEqualTo(edited);
        assertThat(later.<Object>call(() -> later.get(NOTES).get("title").orElseThrow()))
                .isEqualTo(JsonValue.of("Plan"));
        awaitMetric("sluice_pool_documents_total{result=\"summarized\"} 1.0");
        awaitMetric("sluice_gc_attempts_total{outcome=\"acknowledged\"} 1.0");
    }

    @Test
    void summary_isNoReasonForAnother() throws Exception {
        start();
        FluidContainer editor = client(headless()).create(ContainerSchema.of(NOTES));
        DocumentId document = editor.attach();
        watch(document);
        set(editor, "a", "1");
        editor.close();
        acks.acquire();
        awaitMetric("sluice_pool_documents_total{result=\"summarized\"} 1.0");
        // What the visit itself left is looked at, and found to be nothing.
        awaitMetric("sluice_pool_waiting 0.0");
        awaitMetric("sluice_pool_attended 0.0");
        FluidContainer again = client(headless()).open(document);
        set(again, "a", "2");
        again.close();
        acks.acquire();
        awaitMetric("sluice_pool_documents_total{result=\"summarized\"} 2.0");
        awaitMetric("sluice_pool_waiting 0.0");
        awaitMetric("sluice_pool_attended 0.0");
        assertThat(acks.availablePermits()).isZero();
    }

    @Test
    void rt083_whileAnInteractiveClientIsThere_thePoolIsNot() throws Exception {
        start("summarizer-pool-ops", "1");
        FluidContainer person = client(ContainerOptions.DEFAULTS).create(ContainerSchema.of(NOTES));
        DocumentId document = person.attach();
        watch(document);
        FluidContainer editor = client(headless()).open(document);
        set(person, "a", "1");
        set(editor, "b", "2");
        awaitMetric("sluice_pool_waiting 0.0");
        assertThat(acks.availablePermits()).isZero();
        // Once the person is gone, the ops of the client that stays are the pool's.
        person.close();
        set(editor, "c", "3");
        acks.acquire();
    }

    @Test
    void garbage_agesBySettings_andIsSwept() throws Exception {
        start("summarizer-pool-gc", "enableGCSweep=true,sweepGracePeriodMs=0");
        FluidContainer editor = client(headless()).create(ContainerSchema.of(NOTES));
        DocumentId document = editor.attach();
        watch(document);
        String list = editor.call(() -> {
            DataObject made = editor.create(ObjectType.dataObject("list"));
            editor.get(NOTES).set("list", made.handle());
            return made.handle().path().storeId().orElseThrow();
        });
        editor.awaitSaved();
        editor.run(() -> editor.get(NOTES).delete("list"));
        editor.awaitSaved();
        editor.close();
        acks.acquire();

        now.updateAndGet(before -> before.plus(Duration.ofHours(1)));
        FluidContainer later = client(headless()).open(document);
        set(later, "tick", "1");
        later.close();
        acks.acquire();
        // Of what the first summary had deleted the second says so.
        acks.acquire();
        awaitMetric("sluice_gc_swept_total 1.0");
        FluidContainer last = client(headless()).open(document);
        assertThat(last.<Set<String>>call(() -> last.runtime().deletedNodes())).contains("/" + list);
    }

    /** Drops a data store, is gone, and never comes back. */
    private DocumentId leaveGarbage(String key) throws Exception {
        FluidContainer editor = client(headless()).create(ContainerSchema.of(NOTES));
        DocumentId document = editor.attach();
        watch(document);
        editor.run(() -> {
            DataObject made = editor.create(ObjectType.dataObject("list"));
            editor.get(NOTES).set(key, made.handle());
        });
        editor.awaitSaved();
        editor.run(() -> editor.get(NOTES).delete(key));
        editor.awaitSaved();
        editor.close();
        acks.acquire();
        return document;
    }

    @Test
    void gc131_garbageThatNobodyTouches_isTombstonedAndSweptInTime() throws Exception {
        start(SWEEPING);
        String path = "/admin/v1/documents/tinylicious/" + leaveGarbage("list").value();
        awaitMetric("sluice_pool_ageing 1.0");
        awaitMetric("sluice_pool_waiting 0.0");
        awaitMetric("sluice_pool_attended 0.0");
        assertThat(get(path)).contains("\"pool\":{\"state\":\"ageing\",\"due\":\"2026-01-01T00:01:");

        now.updateAndGet(before -> before.plus(Duration.ofMinutes(1)));
        acks.acquire();
        awaitMetric("sluice_gc_swept_total 0.0");
        // A tombstone that was swept is in no summary any more; the first of two still has it.
        now.updateAndGet(before -> before.plus(Duration.ofMinutes(1)));
        acks.acquire(2);
        awaitMetric("sluice_gc_swept_total 1.0");
        awaitMetric("sluice_pool_ageing 0.0");
    }

    @Test
    void garbage_isFoundAfterTheServerWasStartedAgain() throws Exception {
        start(SWEEPING);
        DocumentId document = leaveGarbage("list");
        awaitMetric("sluice_pool_ageing 1.0");
        server.close(Duration.ZERO, Duration.ofSeconds(20));
        start(SWEEPING);
        awaitMetric("sluice_pool_ageing 1.0");
        awaitMetric("sluice_pool_attended 0.0");
        watch(document);
        now.updateAndGet(before -> before.plus(Duration.ofMinutes(2)));
        acks.acquire(2);
        awaitMetric("sluice_gc_swept_total 1.0");
    }

    @Test
    void garbageUnderAPersonsEyes_isTheirs() throws Exception {
        start(SWEEPING);
        DocumentId document = leaveGarbage("list");
        awaitMetric("sluice_pool_ageing 1.0");
        FluidContainer person = client(ContainerOptions.DEFAULTS).open(document);
        set(person, "a", "1");
        awaitMetric("sluice_pool_ageing 0.0");
        now.updateAndGet(before -> before.plus(Duration.ofMinutes(2)));
        set(person, "b", "2");
        awaitMetric("sluice_pool_waiting 0.0");
        awaitMetric("sluice_pool_attended 0.0");
        assertThat(acks.availablePermits()).isZero();
        // They leave before it is swept.
        person.close();
        acks.acquire(2);
    }

    @Test
    void rt088_changedChannelOfAForeignType_isLeftAlone_andSaidSo() throws Exception {
        start();
        FluidContainer editor = client(headless()).create(ContainerSchema.of(NOTES, STRANGER));
        DocumentId document = editor.attach();
        watch(document);
        editor.run(() -> editor.get(STRANGER).increment(1));
        editor.awaitSaved();
        editor.close();
        awaitMetric("sluice_pool_documents_total{result=\"left-alone\"} 1.0");
        awaitMetric("sluice_pool_left_alone 1.0");
        String path = "/admin/v1/documents/tinylicious/" + document.value();
        assertThat(get(path)).contains("\"pool\":{\"state\":\"left-alone\",\"reason\":\"unsupported: channel /A/");
        assertThat(get("/admin/v1/pool")).contains("\"document\":\"tinylicious/" + document.value() + "\"");
        // It is not tried again, whatever is edited.
        FluidContainer again = client(headless()).open(document);
        set(again, "a", "1");
        again.close();
        awaitMetric("sluice_pool_waiting 0.0");
        awaitMetric("sluice_pool_attended 0.0");
        awaitMetric("sluice_pool_documents_total{result=\"left-alone\"} 1.0");
        assertThat(acks.availablePermits()).isZero();
    }

    @Test
    void otherTenants_areNotServed() throws Exception {
        start("summarizer-pool-tenants", "local", "summarizer-pool-ops", "1");
        FluidContainer notServed = client(headless()).create(ContainerSchema.of(NOTES));
        watch(notServed.attach());
        set(notServed, "a", "1");
        FluidContainer served = client("local", headless()).create(ContainerSchema.of(NOTES));
        served.attach();
        set(served, "a", "1");
        awaitMetric("sluice_pool_documents_total{result=\"summarized\"} 1.0");
        assertThat(acks.availablePermits()).as("it would have come first").isZero();
    }

    @Test
    void documentTooLargeToOpen_isLeftAlone() throws Exception {
        start("summarizer-document-max-bytes", "1024");
        FluidContainer editor = client(headless()).create(ContainerSchema.of(NOTES));
        editor.run(() -> editor.get(NOTES).set("long", "x".repeat(2000)));
        DocumentId document = editor.attach();
        watch(document);
        set(editor, "a", "1");
        editor.close();
        awaitMetric("sluice_pool_documents_total{result=\"left-alone\"} 1.0");
    }

    @Test
    void documentsLeftBeforeTheServerStarted_areFoundThen() throws Exception {
        start("summarizer-pool", "off");
        FluidContainer editor = client(headless()).create(ContainerSchema.of(NOTES));
        DocumentId document = editor.attach();
        set(editor, "a", "1");
        editor.close();
        server.close(Duration.ZERO, Duration.ofSeconds(20));
        start();
        awaitMetric("sluice_pool_documents_total{result=\"summarized\"} 1.0");
        FluidContainer later = client(headless()).open(document);
        assertThat(later.<Long>call(() -> later.runtime().baseSequenceNumber())).isPositive();
    }

    /** The content of a counter that nobody has touched. */
    private record Zero() implements ChannelStorage {
        @Override
        public Set<String> paths() {
            return Set.of("header");
        }

        @Override
        public byte[] read(String path) {
            return "{\"value\":0}".getBytes(StandardCharsets.UTF_8);
        }
    }
}
