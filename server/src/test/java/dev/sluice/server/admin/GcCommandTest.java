package dev.sluice.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.client.ContainerSchema;
import dev.sluice.client.DataObject;
import dev.sluice.client.FluidContainer;
import dev.sluice.client.InitialObject;
import dev.sluice.client.InsecureTokens;
import dev.sluice.client.ObjectType;
import dev.sluice.client.ServiceClient;
import dev.sluice.container.RuntimeOptions;
import dev.sluice.dds.map.SharedMap;
import dev.sluice.driver.http.HttpDriver;
import dev.sluice.driver.http.HttpOptions;
import dev.sluice.gc.config.GcOptions;
import dev.sluice.gc.config.GcSettings;
import dev.sluice.gc.session.GcSetup;
import dev.sluice.gc.telemetry.GcEventSink;
import dev.sluice.protocol.TenantId;
import dev.sluice.server.SluiceServer;
import dev.sluice.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of a document's garbage, on a running server. */
@Timeout(120)
class GcCommandTest {
    private static final InitialObject<SharedMap> NOTES = InitialObject.of("notes", SharedMap.FACTORY);

    @TempDir
    private Path data = Path.of("target");

    private SluiceServer server;
    private ServiceClient client;
    private FluidContainer editor;
    private String document;
    private String kept;
    private String dropped;

    /** A document with two lists, of which one is dropped. */
    @BeforeEach
    void start() {
        server = SluiceServer.start(
                ServerConfig.of(Map.of("port", "0", "data", data.toString()), Map.of()), InstantSource.system());
        client = ServiceClient.insecure(server.url());
        editor = client.create(ContainerSchema.of(NOTES));
        document = "tinylicious/" + editor.attach().value();
        kept = list("kept");
        dropped = list("dropped");
        editor.run(() -> editor.get(NOTES).delete("dropped"));
        editor.awaitSaved();
    }

    private String list(String name) {
        String id = editor.call(() -> {
            DataObject list = editor.create(ObjectType.dataObject("list"));
            editor.get(NOTES).set(name, list.handle());
            return list.handle().path().storeId().orElseThrow();
        });
        editor.awaitSaved();
        return "/" + id;
    }

    @AfterEach
    void stop() {
        client.close();
        server.close(Duration.ZERO, Duration.ofSeconds(20));
    }

    private CliRun run(String... arguments) {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--url";
        all[arguments.length + 1] = server.url().toString();
        return CliRun.of(all);
    }

    @Test
    void plan_showsGarbage_andChangesNothing() {
        long before = editor.call(() -> editor.container().sequenceNumber());
        CliRun now = run("gc", "plan", document);
        assertThat(now.err()).isEmpty();
        assertThat(now.out())
                .containsPattern("inactive .* next: tombstoned .*" + dropped + "  \\(this run is the first")
                .doesNotContain(kept)
                .contains("(sweep is off for this document or these settings)");
        assertThat(editor.<Long>call(() -> editor.container().sequenceNumber())).isEqualTo(before);
    }

    @Test
    void plan_endsWithATable_ofEachState() {
        assertThat(run("gc", "plan", document).out())
                .containsPattern("(?m)^state +nodes +stores +blobs +bytes +next$")
                .containsPattern("(?m)^referenced +\\d+ +2 +0 +-  -$")
                .containsPattern("(?m)^inactive +2 +1 +0 +[1-9]\\d+  tombstoned 20\\S+Z, in 36d$");
        assertThat(run("gc", "plan", document, "--all").out())
                .containsPattern("(?m)^referenced +\\d+ +2 +0 +[1-9][\\d,]+  -$");
    }

    @Test
    void plan_asJson_isALineForEachNode_andTheTotals() throws IOException {
        List<String> lines = run("gc", "plan", document, "--json").out().lines().toList();
        assertThat(lines).hasSize(3);
        JsonNode first = Json.parse(lines.get(0).getBytes(UTF_8));
        assertThat(first.path("node").asText()).startsWith(dropped);
        JsonNode totals = Json.parse(lines.get(2).getBytes(UTF_8)).path("plan");
        assertThat(totals.path("unreferenced").asInt()).isEqualTo(2);
        JsonNode inactive = totals.path("states").path(1);
        assertThat(inactive.path("state").asText()).isEqualTo("inactive");
        assertThat(inactive.path("bytes").asLong()).isPositive();
        assertThat(inactive.path("next").path("state").asText()).isEqualTo("tombstoned");
    }

    @Test
    void run_showsATable_orJson() throws IOException {
        assertThat(run("gc", "run", document).out())
                .containsPattern("(?m)^inactive +2 +1 +0 +[1-9]\\d+  tombstoned 20\\S+Z, in 36d$");
        JsonNode line = Json.parse(run("gc", "run", document, "--json").out().getBytes(UTF_8));
        assertThat(line.path("summarized").asText()).isEqualTo(document);
        assertThat(line.path("version").asText()).hasSize(40);
        assertThat(line.path("collection").path("states").path(1).path("bytes").asLong())
                .isPositive();
    }

    @Test
    void version_thatIsNotTheDocuments_isNotFound() {
        for (String id : List.of("0123456789012345678901234567890123456789", "nothing")) {
            for (String command : List.of("plan", "graph", "retainers", "cycles")) {
                CliRun run = run("gc", command, document, "--version-id", id);
                assertThat(run.code()).isEqualTo(ExitCode.FAILED);
                assertThat(run.err())
                        .isEqualTo("sluice: " + document + ": found no version " + id + " of " + document
                                + "; \"sluice doc show\" lists those that are kept\n");
            }
            assertThat(run("gc", "explain", document, dropped, "--version-id", id)
                            .err())
                    .contains("found no version " + id);
        }
    }

    @Test
    void plan_ofLaterWithSweep_showsWhatWouldBeDeleted() {
        CliRun later = run("gc", "plan", document, "--in", "40d", "--gc", "enableGCSweep=true");
        assertThat(later.out())
                .containsPattern("sweep-ready .* next: deleted .*" + dropped + "  ")
                .contains("1 to be swept");
        assertThat(run("gc", "plan", document, "--in", "36d", "--gc", "enableGCSweep=true")
                        .out())
                .containsPattern("tombstoned .* next: sweep-ready .*" + dropped + "  ")
                .contains("0 to be swept");
        assertThat(run("gc", "plan", document, "--in", "soon").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void plan_ofEverything_hasReferencedNodes() {
        assertThat(run("gc", "plan", document, "--all").out())
                .containsPattern("referenced .*" + kept + "  \\(a root reaches it\\)");
    }

    @Test
    void explain_saysWhatKeepsANode_andWhatItKeeps() {
        CliRun why = run("gc", "explain", document, kept);
        assertThat(why.err()).isEmpty();
        assertThat(why.out())
                .contains("kept by\n  /\n")
                .containsPattern("  /\\S+ +alias \"rootDOId\"\n")
                .containsPattern("  /\\S+/\\S+ +channel of the data store\n")
                .containsPattern("  " + kept + " +map, key \"kept\"\n")
                .containsPattern("kept alive by it alone, \\d+ bytes with itself\n  " + kept + "/root");
        assertThat(run("gc", "explain", document, dropped).out())
                .contains("no root reaches it")
                .containsPattern("let go by op \\d+ of client \\S+ \\(user \\S+\\) at 20")
                .containsPattern("  " + dropped + " +map, key \"dropped\"\n");
        CliRun unknown = run("gc", "explain", document, "/nobody");
        assertThat(unknown.code()).isEqualTo(ExitCode.FAILED);
        assertThat(unknown.err()).contains("/nobody is no node of the document");
    }

    @Test
    void run_writesASummary_whichKeepsAgesOfGarbage() {
        CliRun first = run("gc", "run", document);
        assertThat(first.err()).isEmpty();
        assertThat(first.out()).contains("0 tombstoned").contains("summarized " + document + " up to op ");
        assertThat(run("gc", "plan", document).out()).containsPattern(dropped + "  \\(no root reaches it\\)");
        String version =
                run("summarize", document).out().lines().reduce((a, b) -> b).orElseThrow();
        String id = version.substring(version.lastIndexOf(' ') + 1);
        assertThat(run("gc", "plan", document, "--version-id", id).out()).contains(dropped);
    }

    @Test
    void explain_asJson_isOneObject() throws IOException {
        JsonNode garbage = Json.parse(
                run("gc", "explain", document, dropped, "--json").out().getBytes(UTF_8));
        assertThat(garbage.path("state").asText()).isEqualTo("inactive");
        assertThat(garbage.path("removal").path("kind").asText()).isEqualTo("op");
        assertThat(garbage.path("removal").path("op").path("clientId").asText()).isNotEmpty();
        JsonNode last = garbage.path("removal").path("lastPath").path(3);
        assertThat(last.path("node").asText()).isEqualTo(dropped);
        assertThat(last.path("heldBy").path("places").path(0).path("key").asText())
                .isEqualTo("dropped");
    }

    @Test
    void graph_isWrittenInBothLanguages() {
        assertThat(run("gc", "graph", document).out())
                .startsWith("strict digraph G {")
                .contains("label=\"" + dropped + " (garbage)\"")
                .contains("label=\"" + kept + "\"")
                .contains("label=\"map, key \\\"kept\\\"\"");
        assertThat(run("gc", "graph", document, "--garbage-only").out())
                .contains(dropped + "/root (garbage)")
                .doesNotContain(kept);
        assertThat(run("gc", "graph", document, "--format", "graphml", "--from", kept)
                        .out())
                .contains("<graphml ", kept + "/root</data>")
                .doesNotContain(dropped);
        assertThat(run("gc", "graph", document, "--format", "png").code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("gc", "graph", document, "--from", "/nobody").err()).contains("/nobody is no node");
    }

    @Test
    void retainers_areTheLargestFirst() {
        assertThat(run("gc", "retainers", document, "--limit", "2").out().lines())
                .hasSize(2)
                .first()
                .asString()
                .matches(" +\\d+ +5  /A");
        assertThat(run("gc", "retainers", document, "--limit", "0").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void cycles_areCirclesOfDataStores() {
        assertThat(run("gc", "cycles", document).out()).isEmpty();
        editor.run(() -> {
            DataObject one = editor.create(ObjectType.dataObject("list"));
            DataObject two = editor.create(ObjectType.dataObject("list"));
            one.root().set("other", two.handle());
            two.root().set("other", one.handle());
            editor.get(NOTES).set("one", one.handle());
            editor.get(NOTES).delete("one");
        });
        editor.awaitSaved();
        assertThat(run("gc", "cycles", document, "--garbage-only").out().lines())
                .singleElement()
                .asString()
                .matches("/\\S+ /\\S+");
    }

    @Test
    void history_tellsWhatEachSummaryFound() {
        run("gc", "run", document);
        run("gc", "run", document);
        String history = run("gc", "history", document).out();
        assertThat(history.lines().filter(line -> line.startsWith("summary as of op")))
                .hasSize(3);
        assertThat(history).contains(" 2 unreferenced, 0 tombstoned, 0 deleted so far");
        assertThat(run("gc", "history", document, "--json", "--limit", "1")
                        .out()
                        .lines())
                .singleElement()
                .asString()
                .contains("\"kind\":\"summary\"", "\"unreferenced\":2");
        assertThat(run("gc", "history", "tinylicious/nobody").code()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void restore_ofWhatStillExists_refersToItAgain() {
        CliRun restored = run("gc", "restore", document, dropped, "--alias", "again");
        assertThat(restored.err()).isEmpty();
        assertThat(restored.out()).isEqualTo("revived " + dropped + ", which still existed\n");
        assertThat(run("gc", "plan", document).out()).doesNotContain(dropped);
        CliRun twice = run("gc", "restore", document, dropped, "--alias", "twice");
        assertThat(twice.code()).isEqualTo(ExitCode.FAILED);
        assertThat(twice.err()).contains(dropped + " is referenced; there is nothing to restore");
        assertThat(run("gc", "restore", document, dropped).code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("gc", "restore", document, dropped, "--into", "/a/b").code())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void restore_ofWhatWasSwept_copiesItUnderAKey() throws IOException {
        InitialObject<SharedMap> notes = InitialObject.of("notes", SharedMap.FACTORY);
        RuntimeOptions atOnce = RuntimeOptions.DEFAULT.withCollection(new GcSetup(
                GcOptions.DEFAULT.withInactiveTimeout(Duration.ZERO),
                GcSettings.of(Map.of("Fluid.GarbageCollection.TestOverride.TombstoneTimeoutMs", "0")),
                GcEventSink.NONE));
        HttpOptions service = HttpOptions.of(server.url(), new InsecureTokens("12345", "sluice"))
                .build();
        try (ServiceClient hasty = ServiceClient.of(new HttpDriver(service), new TenantId("tinylicious"))
                .runtime(atOnce)
                .build()) {
            FluidContainer container = hasty.create(ContainerSchema.of(notes));
            String name = "tinylicious/" + container.attach().value();
            String list = container.call(() -> {
                DataObject made = container.create(ObjectType.dataObject("list"));
                made.root().set("what", "milk");
                container.get(notes).set("list", made.handle());
                return made.handle().url();
            });
            container.awaitSaved();
            container.run(() -> container.get(notes).delete("list"));
            container.awaitSaved();
            String[] collect = {"gc", "run", name, "--gc", "enableGCSweep=true", "--gc", "sweepGracePeriodMs=0"};
            assertThat(run(collect).out()).contains("2 unreferenced");
            assertThat(run(collect).out()).contains("1 to be swept");
            assertThat(run(collect).out()).contains("0 unreferenced");
            assertThat(run("gc", "explain", name, list).out())
                    .startsWith("deleted ")
                    .containsPattern("deleted by op \\d+ of client")
                    .containsPattern("let go by op \\d+ of client")
                    .containsPattern(list + " +map, key \"list\"");

            String map = container.call(() -> container.get(notes).handle().url());
            CliRun restored = run("gc", "restore", name, list, "--into", map, "--key", "found", "--json");
            assertThat(restored.err()).isEmpty();
            JsonNode result = Json.parse(restored.out().getBytes(UTF_8));
            String copy = result.path("restoredAs").asText();
            assertThat(result.path("copies").path(list).asText()).isEqualTo(copy);
            container
                    .when(() -> container.get(notes).has("found"))
                    .toCompletableFuture()
                    .join();
            DataObject found = container
                    .submit(() -> container.resolve(
                            container.get(notes).getHandle("found").orElseThrow(), ObjectType.dataObject("list")))
                    .thenCompose(resolved -> resolved)
                    .toCompletableFuture()
                    .join();
            assertThat(container.call(() -> found.root().getString("what"))).contains("milk");
            assertThat(run("gc", "explain", name, copy).out()).containsPattern(copy + " +map, key \"found\"");
            assertThat(run("gc", "restore", name, "/nobody", "--alias", "x").err())
                    .contains("/nobody is no node of the document");
        }
    }

    @Test
    void document_unknown_fails() {
        CliRun run = run("gc", "run", "tinylicious/nobody");
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).startsWith("sluice: tinylicious/nobody: ");
    }
}
