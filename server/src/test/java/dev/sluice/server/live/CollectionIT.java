package dev.sluice.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.server.live.CollectingPeer.Found;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Summarizers of Java and TypeScript take turns in collecting one document: each goes on from what the other wrote down, and what
 * one of them tombstones or deletes is so for clients of both. The service's clock moves when the test says so; the times of
 * collection are minutes, so that those which a slow machine takes make no difference.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class CollectionIT {
    /** What both sides tell of whoever asks for what is deleted, and of stores that are swept in the session that made them. */
    private static final Set<String> TOLD_TO_EDITORS = Set.of(
            "GC_Deleted_DataStore_Requested", "GC_Deleted_Blob_Requested", "GC_Deleted_DataStore_Unexpected_Delete");

    private static final Set<String> TOLD_TO_READERS = Set.of(
            "GC_Tombstone_DataStore_Requested",
            "GC_Tombstone_Blob_Requested",
            "GC_Deleted_DataStore_Requested",
            "GC_Deleted_Blob_Requested");

    /** What becomes of an object once it is garbage; each is made by both sides, as data store and as attachment blob. */
    private enum Fate {
        FORGOTTEN,
        REVIVED,
        ASKED_FOR_BY_JAVA,
        ASKED_FOR_BY_TYPESCRIPT
    }

    private static final Fate[] ASKED_FOR = {Fate.ASKED_FOR_BY_JAVA, Fate.ASKED_FOR_BY_TYPESCRIPT};

    @TempDir
    private Path data = Path.of("target");

    private final Map<String, String> pathByKey = new TreeMap<>();
    private final List<String> javaTold = new CopyOnWriteArrayList<>();
    private final List<String> javaReaderTold = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @CsvSource({"v2, true", "v2, false", "v3, true"})
    void gc091_gc121_gc124_gc132_gc138_gc147_summarizersTakeTurns(String generation, boolean isJavaFirst) {
        try (Setting setting = new Setting(data, List.of(), "2");
                JavaPeer java = new JavaPeer("java", setting.client(), ShortStages.options(javaTold));
                JavaPeer javaReader =
                        new JavaPeer("java reader", setting.client(), ShortStages.options(javaReaderTold));
                NodePeer node = NodePeer.collecting(generation, setting.url(), ShortStages.OPTIONS, ShortStages.FLAGS);
                NodePeer nodeReader =
                        NodePeer.collecting(generation, setting.url(), ShortStages.OPTIONS, ShortStages.FLAGS)) {
            CollectingPeer first = isJavaFirst ? java : node;
            CollectingPeer second = isJavaFirst ? node : java;
            String document = first.create();
            second.load(document);
            Turns turns = new Turns(setting, document, java, node, javaReader, nodeReader);

            make(java, node);
            turns.settle();
            assertThat(turns.summarize(first).sinceMs()).isEmpty();

            dropAll(second);
            turns.settle();
            Map<String, Long> ages = turns.summarize(second).sinceMs();
            assertThat(ages.keySet()).containsAll(pathByKey.values());

            setting.pass(ShortStages.STAGE);
            assertThat(turns.summarize(first).sinceMs()).as("inactive").isEqualTo(ages);
            assertThat(turns.asked(paths(Fate.values()))).containsOnly(Found.THERE);

            setting.pass(ShortStages.STAGE);
            StoredCollection tombstoned = turns.summarize(second);
            assertThat(tombstoned.sinceMs()).isEqualTo(ages);
            assertThat(tombstoned.tombstones()).isEqualTo(ages.keySet());
            askForTombstones(turns);
            putBack(java, node);
            turns.settle();
            assertRevived(turns.summarize(first), ages);
            assertThat(turns.asked(paths(Fate.REVIVED))).containsOnly(Found.THERE);

            setting.pass(ShortStages.STAGE);
            sweep(turns, second, 9, first, Fate.FORGOTTEN);

            setting.pass(ShortStages.STAGE);
            assertThat(turns.summarize(second).tombstones()).containsAll(paths(ASKED_FOR));
            setting.pass(ShortStages.STAGE);
            StoredCollection all = sweep(turns, first, 10, second, ASKED_FOR);
            assertThat(all.sinceMs()).isEmpty();
            assertThat(all.deleted()).isEqualTo(without(ages.keySet(), paths(Fate.REVIVED)));
            assertThat(turns.asked(paths(Fate.REVIVED))).containsOnly(Found.THERE);
            for (List<String> told : List.of(javaTold, node.told())) {
                assertThat(Set.copyOf(told)).isEqualTo(TOLD_TO_EDITORS);
            }
            for (List<String> told : List.of(javaReaderTold, nodeReader.told())) {
                assertThat(Set.copyOf(told)).isEqualTo(TOLD_TO_READERS);
            }
        }
    }

    /** Each side is refused, and gives what it asked for another full term. */
    private void askForTombstones(Turns turns) {
        turns.openReaders();
        assertThat(turns.javaReader.requests(paths(Fate.ASKED_FOR_BY_JAVA))).containsOnly(Found.TOMBSTONED);
        assertThat(turns.nodeReader.requests(paths(Fate.ASKED_FOR_BY_TYPESCRIPT)))
                .containsOnly(Found.TOMBSTONED);
        turns.java.awaitCollectionOps(8);
        turns.closeReaders();
    }

    private void assertRevived(StoredCollection summary, Map<String, Long> agesBefore) {
        assertThat(summary.tombstones())
                .containsAll(paths(Fate.FORGOTTEN))
                .doesNotContainAnyElementsOf(paths(Fate.REVIVED))
                .doesNotContainAnyElementsOf(paths(ASKED_FOR));
        paths(Fate.REVIVED).forEach(path -> assertThat(summary.sinceMs()).doesNotContainKey(path));
        for (String path : paths(ASKED_FOR)) {
            assertThat(summary.sinceMs().get(path)).as(path).isGreaterThan(agesBefore.get(path));
        }
    }

    /**
     * One side asks in an op to delete what is due, clients of both sides that are open do so, and the other side writes down that
     * it is gone.
     *
     * @param ops of collection that were sequenced then
     */
    private StoredCollection sweep(Turns turns, CollectingPeer asking, int ops, CollectingPeer writing, Fate... fates) {
        turns.summarize(asking);
        turns.java.awaitCollectionOps(ops);
        turns.settle();
        Set<String> paths = paths(fates);
        assertThat(turns.java.requests(paths)).containsOnly(Found.DELETED);
        assertThat(turns.node.requests(paths)).containsOnly(Found.DELETED);
        StoredCollection summary = turns.summarize(writing);
        assertThat(summary.deleted()).containsAll(paths);
        assertThat(summary.sinceMs().keySet()).doesNotContainAnyElementsOf(paths);
        assertThat(summary.tombstones()).doesNotContainAnyElementsOf(paths);
        assertThat(summary.stores()).doesNotContainAnyElementsOf(paths);
        assertThat(turns.asked(paths)).containsOnly(Found.DELETED);
        return summary;
    }

    private void make(JavaPeer java, NodePeer node) {
        for (Fate fate : Fate.values()) {
            for (CollectingPeer maker : List.of(java, node)) {
                add(maker, fate + " store " + maker.name(), List.of(java, node), true);
                add(maker, fate + " blob " + maker.name(), List.of(java, node), false);
            }
        }
    }

    private void add(CollectingPeer maker, String key, List<CollectingPeer> peers, boolean isStore) {
        if (isStore) {
            maker.addStore(key);
        } else {
            maker.uploadBlob(key, key.getBytes(StandardCharsets.UTF_8));
        }
        for (CollectingPeer peer : peers) {
            pathByKey.put(key, peer.remember(key));
        }
    }

    private void dropAll(CollectingPeer peer) {
        List<JsonObject> steps = new ArrayList<>();
        pathByKey
                .keySet()
                .forEach(key -> steps.add(JsonObject.builder()
                        .put("on", "map")
                        .put("do", "delete")
                        .put("key", key)
                        .build()));
        peer.edit(steps);
    }

    /** Each side puts back what the other made. */
    private void putBack(JavaPeer java, NodePeer node) {
        for (String key : pathByKey.keySet()) {
            if (key.startsWith(Fate.REVIVED.name())) {
                (key.endsWith(java.name()) ? node : java).putBack(key);
            }
        }
    }

    private Set<String> paths(Fate... fates) {
        Set<String> found = new TreeSet<>();
        pathByKey.forEach((key, path) -> {
            if (Arrays.stream(fates).anyMatch(fate -> key.startsWith(fate + " "))) {
                found.add(path);
            }
        });
        return found;
    }

    /** Paths that neither are, nor lie below, any of some. */
    private static Set<String> without(Set<String> all, Set<String> some) {
        Set<String> left = new TreeSet<>(all);
        left.removeIf(path -> some.stream().anyMatch(one -> path.equals(one) || path.startsWith(one + "/")));
        return left;
    }

    /** Who takes part, and the summaries they write. Editors are open all the time, readers for some questions. */
    private record Turns(
            Setting setting, String document, JavaPeer java, NodePeer node, JavaPeer javaReader, NodePeer nodeReader) {
        /** Waits until the editors have seen each other's edits. */
        void settle() {
            Agreement.settle(List.of(java, node));
        }

        StoredCollection summarize(CollectingPeer peer) {
            peer.summarize(document);
            return StoredCollection.read(setting.client().services(), DocumentKey.of("tinylicious", document));
        }

        void openReaders() {
            javaReader.load(document);
            nodeReader.load(document);
        }

        void closeReaders() {
            javaReader.leave();
            nodeReader.leave();
        }

        /** What new clients of both sides hear when they ask for something. */
        List<Found> asked(Set<String> paths) {
            openReaders();
            List<Found> found = new ArrayList<>(javaReader.requests(paths));
            found.addAll(nodeReader.requests(paths));
            closeReaders();
            return found;
        }
    }
}
