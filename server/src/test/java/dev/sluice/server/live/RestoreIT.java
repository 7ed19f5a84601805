package dev.sluice.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.SummarizerOptions;
import dev.sluice.container.RuntimeOptions;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.restore.Keep;
import dev.sluice.restore.NodeRestore;
import dev.sluice.restore.RestoreRequest;
import dev.sluice.restore.RestoreResult;
import dev.sluice.server.live.CollectingPeer.Found;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What TypeScript clients made and swept is brought back from a version by Java, and is for TypeScript clients what it was: for one
 * that was there all the time and for one that loads the document later, before the next summary and after it.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RestoreIT {
    private static final String PICTURE = "bytes of a picture";

    @TempDir
    private Path data = Path.of("target");

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final RuntimeOptions options = ShortStages.options(told);

    @ParameterizedTest
    @ValueSource(strings = {"v2", "v3"})
    void i5_whatWasSwept_isRestoredForTypeScriptClients(String generation) {
        try (Setting setting = new Setting(data, List.of(), "2");
                JavaPeer java = new JavaPeer("java", setting.client(), options);
                NodePeer node = collecting(generation, setting);
                NodePeer later = collecting(generation, setting)) {
            String document = node.create();
            java.load(document);
            String store = makeList(node);
            String picture = node.remember("picture");
            JsonObject before = node.storeState("list");
            assertThat(before.toJson()).contains(picture);
            sweep(setting, document, java, node);
            for (CollectingPeer peer : List.of(java, node)) {
                assertThat(peer.requests(Set.of(store, picture))).containsOnly(Found.DELETED);
            }

            RestoreResult restored = restore(setting, document, store, new Keep.Key(java.mapPath(), "found"));
            RestoreResult alone = restore(setting, document, picture, new Keep.Key(java.mapPath(), "found picture"));
            assertThat(restored.copies()).containsOnlyKeys(store, picture);
            assertThat(restored.missing()).isEmpty();
            assertThat(alone.copies()).containsOnlyKeys(picture);
            JsonObject after = JsonValue.parse(
                            before.toJson().replace(picture, restored.copies().get(picture)))
                    .asObject()
                    .orElseThrow();

            // The one that was there, and one that has the ops since the last summary, which still lacks the copies.
            Agreement.settle(List.of(java, node));
            later.load(document);
            List<CollectingPeer> all = List.of(java, node, later);
            assertFound(all, after);

            // Each edits; all have it.
            Steps steps = new Steps(new Random(3), structures(node));
            for (CollectingPeer peer : all) {
                peer.editStore("found", steps.batch());
                peer.editStore("found", List.of(set("edited by " + all.indexOf(peer))));
                Agreement.settle(List.copyOf(all));
            }
            JsonObject edited = node.storeState("found");
            assertThat(edited.toJson()).contains("edited by 0", "edited by 1", "edited by 2");
            assertFound(all, edited);

            // The next summary has it; the same and other clients begin with that.
            long newest = node.awaitSaved();
            node.summarize(document);
            assertThat(StoredCollection.read(setting.client().services(), DocumentKey.of("tinylicious", document)))
                    .satisfies(summary -> {
                        assertThat(summary.stores()).contains(restored.restoredAs());
                        assertThat(summary.deleted()).contains(store, picture);
                        assertThat(summary.sinceMs()).isEmpty();
                    });
            later.leave();
            java.leave();
            assertThat(later.loadBase(document)).isGreaterThanOrEqualTo(newest);
            java.load(document);
            assertFound(List.of(java, node, later), edited);
            for (CollectingPeer peer : all) {
                assertThat(peer.requests(Set.of(store, picture))).containsOnly(Found.DELETED);
            }
        }
    }

    private static NodePeer collecting(String generation, Setting setting) {
        return NodePeer.collecting(generation, setting.url(), ShortStages.OPTIONS, ShortStages.FLAGS);
    }

    /** Fills a data store that refers to a picture, and returns its path; the common map refers to both. */
    private static String makeList(NodePeer node) {
        node.addStore("list");
        Steps steps = new Steps(new Random(2), structures(node));
        for (int batch = 0; batch < 12; batch++) {
            node.editStore("list", steps.batch());
        }
        node.uploadBlob("picture", PICTURE.getBytes(StandardCharsets.UTF_8));
        node.putInto("list", "picture");
        return node.remember("list");
    }

    /** All but tasks, whose state is who is there. */
    private static List<String> structures(NodePeer node) {
        return node.structures().stream().filter(name -> !name.equals("tasks")).toList();
    }

    /** Drops it all, and has TypeScript take it through every stage. */
    private static void sweep(Setting setting, String document, JavaPeer java, NodePeer node) {
        node.summarize(document);
        node.edit(List.of(delete("list"), delete("picture")));
        Agreement.settle(List.of(java, node));
        node.summarize(document);
        for (int stage = 0; stage < 3; stage++) {
            setting.pass(ShortStages.STAGE);
            Agreement.settle(List.of(java, node));
            node.summarize(document);
        }
        java.awaitCollectionOps(1);
        Agreement.settle(List.of(java, node));
        node.summarize(document);
    }

    private RestoreResult restore(Setting setting, String document, String node, Keep keep) {
        return NodeRestore.restore(
                setting.client().environment(),
                setting.client().services(),
                DocumentKey.of("tinylicious", document),
                SummarizerOptions.DEFAULT.withRuntime(options),
                new RestoreRequest(node, Optional.empty(), keep));
    }

    private static void assertFound(List<CollectingPeer> peers, JsonObject expected) {
        for (CollectingPeer peer : peers) {
            assertThat(peer.storeState("found").members()).as(peer.name()).isEqualTo(expected.members());
            assertThat(peer.storeBlob("found", "picture"))
                    .as(peer.name())
                    .asString()
                    .isEqualTo(PICTURE);
            assertThat(peer.downloadBlob("found picture"))
                    .as(peer.name())
                    .asString()
                    .isEqualTo(PICTURE);
        }
    }

    private static JsonObject set(String key) {
        return JsonObject.builder()
                .put("on", "map")
                .put("do", "set")
                .put("key", key)
                .put("value", "yes")
                .build();
    }

    private static JsonObject delete(String key) {
        return JsonObject.builder()
                .put("on", "map")
                .put("do", "delete")
                .put("key", key)
                .build();
    }
}
