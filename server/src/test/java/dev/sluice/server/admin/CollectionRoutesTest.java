package dev.sluice.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.client.ContainerSchema;
import dev.sluice.client.DataObject;
import dev.sluice.client.FluidContainer;
import dev.sluice.client.InitialObject;
import dev.sluice.client.ObjectType;
import dev.sluice.client.ServiceClient;
import dev.sluice.dds.map.SharedMap;
import dev.sluice.server.SluiceServer;
import dev.sluice.server.config.ServerConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of a document's garbage over HTTP. */
@Timeout(120)
class CollectionRoutesTest {
    private static final InitialObject<SharedMap> NOTES = InitialObject.of("notes", SharedMap.FACTORY);

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path data = Path.of("target");

    private SluiceServer server;
    private ServiceClient client;
    private FluidContainer editor;
    private String document;
    private String kept;
    private String dropped;

    /** A document with two lists, of which one is dropped; operators have a token. */
    @BeforeEach
    void start() {
        server = SluiceServer.start(
                ServerConfig.of(
                        Map.of("port", "0", "data", data.toString(), "admin-token-env", "ADMIN_TOKEN"),
                        Map.of("ADMIN_TOKEN", "secret-of-the-operator")),
                InstantSource.system());
        client = ServiceClient.insecure(server.url());
        editor = client.create(ContainerSchema.of(NOTES));
        document = "/documents/tinylicious/" + editor.attach().value();
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

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + AdminRoutes.PREFIX + path))
                .header("Authorization", "Bearer secret-of-the-operator");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(to(path).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path) throws IOException, InterruptedException {
        return http.send(to(path).POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
    }

    private static List<JsonNode> lines(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        List<JsonNode> lines = new ArrayList<>();
        for (String line : answer.body().lines().toList()) {
            lines.add(Json.parse(line.getBytes(StandardCharsets.UTF_8)));
        }
        return lines;
    }

    private static JsonNode line(List<JsonNode> lines, String node) {
        return lines.stream()
                .filter(line -> line.path("node").asText().equals(node))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void plan_showsGarbageAndTotals_andChangesNothing() throws Exception {
        long before = editor.call(() -> editor.container().sequenceNumber());
        List<JsonNode> plan = lines(get(document + "/gc/plan"));
        assertThat(line(plan, dropped).path("state").asText()).isEqualTo("inactive");
        assertThat(line(plan, dropped).path("next").path("state").asText()).isEqualTo("tombstoned");
        JsonNode totals = plan.get(plan.size() - 1).path("plan");
        assertThat(totals.path("sweep").asText()).isEqualTo("off");
        assertThat(totals.path("unreferenced").asInt()).isPositive();
        assertThat(totals.path("states").path(1).path("state").asText()).isEqualTo("inactive");
        assertThat(totals.path("states").path(1).path("bytes").asLong()).isPositive();
        assertThat(lines(get(document + "/gc/plan?all=true"))).anySatisfy(line -> {
            assertThat(line.path("node").asText()).isEqualTo(kept);
            assertThat(line.path("state").asText()).isEqualTo("referenced");
        });
        assertThat(editor.<Long>call(() -> editor.container().sequenceNumber())).isEqualTo(before);
    }

    @Test
    void plan_ofLaterWithSweep_showsWhatWouldBeDeleted() throws Exception {
        List<JsonNode> later = lines(get(document + "/gc/plan?in=40d&gc=enableGCSweep%3Dtrue"));
        assertThat(line(later, dropped).path("next").path("state").asText()).isEqualTo("deleted");
        assertThat(later.get(later.size() - 1).path("plan").path("swept").asInt())
                .isEqualTo(1);
    }

    @Test
    void run_writesASummary_whoseVersionCanBeLookedAt() throws Exception {
        JsonNode run = lines(post(document + "/gc/run")).get(0);
        assertThat(run.path("collection").path("unreferenced").asInt()).isPositive();
        String version = run.path("version").asText();
        JsonNode shown = lines(get(document)).get(0);
        assertThat(shown.path("versions").path(0).path("id").asText()).isEqualTo(version);
        assertThat(line(lines(get(document + "/gc/plan?version=" + version)), dropped)
                        .path("reason")
                        .asText())
                .isEqualTo("no root reaches it");
    }

    @Test
    void explain_saysWhatKeepsANode_andWhatItKeeps() throws Exception {
        JsonNode explained = lines(get(document + "/gc/explain?node=" + kept)).get(0);
        assertThat(explained.path("keptBy").path(0).path("node").asText()).isEqualTo("/");
        assertThat(explained.path("alone").toString()).contains(kept + "/root");
        JsonNode garbage = lines(get(document + "/gc/explain?node=" + dropped)).get(0);
        assertThat(garbage.path("keptBy")).isEmpty();
        assertThat(garbage.path("removal").path("kind").asText()).isEqualTo("op");
    }

    @Test
    void history_tellsOfEachSummary_newestFirst() throws Exception {
        String version =
                lines(post(document + "/gc/run")).get(0).path("version").asText();
        List<JsonNode> history = lines(get(document + "/gc/history?limit=5"));
        assertThat(history).isNotEmpty();
        assertThat(history.get(0).toString()).contains(version);
    }

    @Test
    void restore_bringsBackWhatWasDropped() throws Exception {
        JsonNode restored = lines(post(document + "/gc/restore?node=" + dropped + "&alias=found"))
                .get(0);
        assertThat(restored.path("restoredAs").asText()).isEqualTo(dropped);
        assertThat(line(lines(get(document + "/gc/plan?all=true")), dropped)
                        .path("state")
                        .asText())
                .isEqualTo("referenced");
        assertThat(post(document + "/gc/restore?node=" + kept + "&alias=found").statusCode())
                .isEqualTo(409);
        assertThat(post(document + "/gc/restore?node=/nobody&alias=other").statusCode())
                .isEqualTo(404);
        assertThat(post(document + "/gc/restore?node=" + dropped).statusCode()).isEqualTo(400);
        assertThat(post(document + "/gc/restore?node=" + dropped + "&into=/A/_C")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void graph_isWrittenInBothLanguages() throws Exception {
        HttpResponse<String> dot = get(document + "/gc/graph");
        assertThat(dot.headers().firstValue("Content-Type")).contains("text/vnd.graphviz");
        assertThat(dot.body())
                .startsWith("strict digraph G {")
                .contains("label=\"" + dropped + " (garbage)\"")
                .contains("label=\"" + kept + "\"");
        assertThat(get(document + "/gc/graph?garbage=true").body()).doesNotContain(kept);
        HttpResponse<String> xml = get(document + "/gc/graph?format=graphml&from=" + kept);
        assertThat(xml.headers().firstValue("Content-Type")).contains("application/graphml+xml");
        assertThat(xml.body()).contains("<graphml ", kept + "/root</data>").doesNotContain(dropped);
    }

    @Test
    void retainers_areTheLargestFirst() throws Exception {
        List<JsonNode> retainers = lines(get(document + "/gc/retainers?limit=2"));
        assertThat(retainers).hasSize(2);
        assertThat(retainers.get(0).path("node").asText()).isEqualTo("/A");
        assertThat(retainers.get(0).path("bytes").asLong())
                .isGreaterThanOrEqualTo(retainers.get(1).path("bytes").asLong());
    }

    @Test
    void cycles_areCirclesOfDataStores() throws Exception {
        assertThat(lines(get(document + "/gc/cycles"))).isEmpty();
        editor.run(() -> {
            DataObject one = editor.create(ObjectType.dataObject("list"));
            DataObject two = editor.create(ObjectType.dataObject("list"));
            one.root().set("other", two.handle());
            two.root().set("other", one.handle());
            editor.get(NOTES).set("one", one.handle());
        });
        editor.awaitSaved();
        assertThat(lines(get(document + "/gc/cycles?garbage=true"))).isEmpty();
        assertThat(lines(get(document + "/gc/cycles")).get(0).path("stores")).hasSize(2);
    }

    @Test
    void versionThatIsNotTheDocuments_is404() throws Exception {
        for (String id : List.of("0123456789012345678901234567890123456789", "nothing")) {
            for (String route : List.of("plan?", "graph?", "retainers?", "cycles?", "explain?node=" + kept + "&")) {
                HttpResponse<String> answer = get(document + "/gc/" + route + "version=" + id);
                assertThat(answer.statusCode()).as(route).isEqualTo(404);
                assertThat(answer.body()).contains("found no version " + id);
            }
        }
    }

    @Test
    void mistakes_haveTheirOwnStatus() throws Exception {
        assertThat(get(document + "/gc/explain").statusCode()).isEqualTo(400);
        assertThat(get(document + "/gc/explain?node=/nobody").statusCode()).isEqualTo(404);
        assertThat(get(document + "/gc/plan?in=soon").body())
                .contains("\"code\":400")
                .contains("such as 30s");
        assertThat(get(document + "/gc/plan?all=perhaps").statusCode()).isEqualTo(400);
        assertThat(get(document + "/gc/plan?gc=enableGCSweep").statusCode()).isEqualTo(400);
        assertThat(get(document + "/gc/plan?gc=runFullGC%3Dperhaps").statusCode())
                .isEqualTo(400);
        assertThat(get(document + "/gc/plan?version=nothing").statusCode()).isEqualTo(404);
        assertThat(get(document + "/gc/graph?format=png").statusCode()).isEqualTo(400);
        assertThat(get(document + "/gc/graph?from=/nobody").statusCode()).isEqualTo(404);
        assertThat(get(document + "/gc/cycles?garbage=perhaps").statusCode()).isEqualTo(400);
        assertThat(get(document + "/gc/retainers?limit=0").statusCode()).isEqualTo(400);
        assertThat(get(document + "/gc/history?limit=0").statusCode()).isEqualTo(400);
        assertThat(get(document + "/gc/history?limit=few").statusCode()).isEqualTo(400);
        assertThat(post("/documents/tinylicious/nobody/gc/run").statusCode()).isEqualTo(404);
        assertThat(get(document + "/gc/run").statusCode())
                .as("it is no question")
                .isEqualTo(404);
    }

    @Test
    void withoutTheToken_nobodyCollectsOrLooks() throws Exception {
        for (String route : List.of("plan", "graph", "retainers", "cycles", "history")) {
            URI look = URI.create(server.url() + AdminRoutes.PREFIX + document + "/gc/" + route);
            assertThat(http.send(HttpRequest.newBuilder(look).build(), BodyHandlers.ofString())
                            .statusCode())
                    .as(route)
                    .isEqualTo(401);
        }
        HttpRequest bare = HttpRequest.newBuilder(URI.create(server.url() + AdminRoutes.PREFIX + document + "/gc/run"))
                .POST(BodyPublishers.noBody())
                .build();
        assertThat(http.send(bare, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    }

    @Test
    void pool_thatIsOff_saysSo() throws Exception {
        assertThat(lines(get("/pool")).get(0).path("pool").path("enabled").asBoolean(true))
                .isFalse();
    }
}
