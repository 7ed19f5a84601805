package dev.sluice.server.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.client.ContainerSchema;
import dev.sluice.client.DataObject;
import dev.sluice.client.FluidContainer;
import dev.sluice.client.InitialObject;
import dev.sluice.client.ObjectType;
import dev.sluice.client.ServiceClient;
import dev.sluice.container.summary.SummaryOutcome;
import dev.sluice.container.summary.SummaryRequest;
import dev.sluice.dds.map.SharedMap;
import dev.sluice.dds.text.SharedString;
import dev.sluice.loader.ContainerException;
import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.handle.Handle;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.server.SluiceServer;
import dev.sluice.server.config.ServerConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Documents of {@code fluid-static}'s layout, shared by the Java client and TypeScript's {@code TinyliciousClient}. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ServiceClientIT {
    private static final InitialObject<SharedMap> MAP = InitialObject.of("map", SharedMap.FACTORY);
    private static final InitialObject<SharedString> TEXT = InitialObject.of("text", SharedString.FACTORY);
    private static final InitialObject<DataObject> BOARD = InitialObject.dataObject("board", "interop-board");
    private static final ObjectType<SharedMap> ANY_MAP = ObjectType.structure(SharedMap.FACTORY);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path data = Path.of("target");

    private SluiceServer server;
    private ServiceClient client;
    private NodePeer node;

    @BeforeEach
    void start() {
        server = SluiceServer.start(
                ServerConfig.of(Map.of("port", "0", "data", data.toString()), Map.of()), InstantSource.system());
        client = ServiceClient.insecure(server.url());
        node = NodePeer.ofServiceClient(server.url());
    }

    @AfterEach
    void stop() {
        node.close();
        client.close();
        server.close(Duration.ZERO, Duration.ofSeconds(20));
    }

    @Test
    void rt098_containerMadeInJava_isOpenedAndEditedByTypeScript() {
        FluidContainer container = client.create(ContainerSchema.of(MAP, TEXT, BOARD));
        SharedMap map = container.get(MAP);
        SharedString text = container.get(TEXT);
        container.run(() -> {
            map.set("made in", "Java");
            text.insert(0, "Hello");
        });
        node.load(container.attach().value());

        node.edit(List.of(
                step("map", "set")
                        .put("key", "opened in")
                        .put("value", "TypeScript")
                        .build(),
                step("text", "insert").put("place", 0.0).put("value", "> ").build()));
        long edited = node.awaitSaved();
        await(container, () -> map.has("opened in"));

        assertThat(container.call(() -> map.getString("opened in"))).contains("TypeScript");
        assertThat(container.call(text::text)).isEqualTo("> Hello");
        node.awaitSequenceNumber(edited);
        assertThat(node.state().object("map").orElseThrow().string("made in")).contains("Java");
        assertThat(node.state().object("text").orElseThrow().string("text")).contains("> Hello");
        container.close();
    }

    @Test
    void rt097_containerMadeInTypeScript_isOpenedAndEditedByJava() {
        FluidContainer container = client.open(new DocumentId(node.create()));
        SharedMap map = container.get(MAP);
        assertThat(container.call(container::initialObjectNames)).containsExactlyInAnyOrder("map", "text", "board");
        assertThat(container.get(BOARD).store().packagePath()).containsExactly("rootDO", "interop-board");

        container.run(() -> map.set("edited in", "Java"));
        container.awaitSaved();
        node.awaitSequenceNumber(container.call(() -> container.container().sequenceNumber()));

        assertThat(node.state().object("map").orElseThrow().string("edited in")).contains("Java");
        container.close();
    }

    @Test
    void rt099_objectsAndBlobsOfEither_areReachedThroughTheirHandles() throws Exception {
        FluidContainer container = client.open(new DocumentId(node.create()));
        SharedMap map = container.get(MAP);
        container.run(() -> {
            SharedMap nested = container.create(ANY_MAP);
            nested.set("maker", "Java");
            map.set("from Java", nested.handle());
        });
        assertThat(node.nested("from Java")).isEqualTo(JsonObject.of("maker", JsonValue.of("Java")));

        node.nest("from TypeScript", JsonObject.of("maker", JsonValue.of("TypeScript")));
        await(container, () -> map.has("from TypeScript"));
        Handle handle = container.call(() -> map.getHandle("from TypeScript")).orElseThrow();
        SharedMap nested = get(container.submit(() -> container.resolve(handle, ANY_MAP)));
        assertThat(container.call(() -> nested.getString("maker"))).contains("TypeScript");

        Handle blob = get(container.submit(() -> container.uploadBlob("bytes".getBytes(StandardCharsets.UTF_8))));
        container.run(() -> map.set("blob", blob));
        assertThat(node.downloadBlob("blob")).asString(StandardCharsets.UTF_8).isEqualTo("bytes");
        container.close();
    }

    /** The tree is of a type that Java does not know. */
    @Test
    void dds130_besideATree_javaEditsTheMap_andSummarizesUnlessTheTreeChanged() throws Exception {
        try (NodePeer first = NodePeer.withTree(server.url());
                NodePeer later = NodePeer.withTree(server.url())) {
            String document = first.create();
            FluidContainer container = client.open(new DocumentId(document));
            SharedMap map = container.get(MAP);
            container.run(() -> map.set("edited in", "Java"));
            container.awaitSaved();
            assertThat(summarize(container)).isInstanceOf(SummaryOutcome.Acknowledged.class);

            first.edit(List.of(step("tree", "add").put("value", "a line").build()));
            first.awaitSaved();
            container.run(() -> map.set("edited", "again"));
            container.awaitSaved();
            long newest = container.call(() -> container.container().sequenceNumber());
            first.awaitSequenceNumber(newest);
            assertThatThrownBy(() -> summarize(container))
                    .hasRootCauseInstanceOf(ContainerException.class)
                    .hasStackTraceContaining("tree");
            assertThat(first.state().object("map").orElseThrow().string("edited"))
                    .contains("again");

            // TypeScript's own client summarizes after a hundred ops.
            for (int i = 0; i < 110; i++) {
                first.edit(List.of(
                        step("map", "set").put("key", "key").put("value", i).build()));
            }
            first.awaitSummaryAcks(2);
            FluidContainer reloaded = client.open(new DocumentId(document));
            reloaded.run(() -> reloaded.get(MAP).set("reloaded in", "Java"));
            reloaded.awaitSaved();
            assertThat(summarize(reloaded)).isInstanceOf(SummaryOutcome.Acknowledged.class);
            later.load(document);
            assertThat(later.state().require("tree").toJson()).isEqualTo("[\"a line\"]");
            assertThat(later.state().object("map").orElseThrow().string("reloaded in"))
                    .contains("Java");
        }
    }

    private static SummaryOutcome summarize(FluidContainer container) throws Exception {
        return get(container.submit(() -> container.runtime().submitSummary(SummaryRequest.FULL)));
    }

    private static JsonObject.Builder step(String structure, String verb) {
        return JsonObject.builder().put("on", structure).put("do", verb);
    }

    private static <T> T get(CompletionStage<CompletionStage<T>> stage) throws Exception {
        return stage.toCompletableFuture()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .toCompletableFuture()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static void await(FluidContainer container, BooleanSupplier condition) {
        container
                .when(condition)
                .toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
