package dev.sluice.gc.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.container.Golden;
import dev.sluice.gc.GcException;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GcBlobsTest {
    private static GcSnapshot read(Map<String, String> blobs) {
        return GcBlobs.read(
                blobs.keySet(), name -> String.valueOf(blobs.get(name)).getBytes(StandardCharsets.UTF_8));
    }

    private static GcSnapshot read(String name, String blob) {
        return read(Map.of(name, blob));
    }

    private static List<String> goldenUploads() {
        return Golden.uploads().stream()
                .filter(file -> gcTree(file).isPresent())
                .toList();
    }

    private static Optional<JsonObject> gcTree(String file) {
        JsonObject summary = Golden.json(file).object("summary").orElseThrow();
        JsonObject tree = summary.object("tree").orElseThrow();
        return tree.object(".app")
                .flatMap(app -> app.object("tree"))
                .orElse(tree)
                .object("gc")
                .flatMap(gc -> gc.object("tree"));
    }

    @ParameterizedTest
    @MethodSource("goldenUploads")
    void gc105_treesOfTheReference_areReadAndWrittenByteForByte(String file) {
        Map<String, String> blobs = new LinkedHashMap<>();
        gcTree(file)
                .orElseThrow()
                .members()
                .forEach((name, blob) ->
                        ((JsonObject) blob).string("content").ifPresent(content -> blobs.put(name, content)));
        GcSnapshot snapshot = read(blobs);
        Map<String, String> written = new LinkedHashMap<>();
        snapshot.state().ifPresent(state -> written.put(GcBlobs.ROOT, GcBlobs.write(state)));
        GcBlobs.write(snapshot.tombstones()).ifPresent(text -> written.put(GcBlobs.TOMBSTONES, text));
        GcBlobs.write(snapshot.deleted()).ifPresent(text -> written.put(GcBlobs.DELETED, text));
        assertThat(written).containsExactlyInAnyOrderEntriesOf(blobs);
    }

    @Test
    void gc105_goldenData_hasEverySortOfBlob() {
        List<String> names = goldenUploads().stream()
                .flatMap(file -> gcTree(file).orElseThrow().members().keySet().stream())
                .distinct()
                .toList();
        assertThat(names).contains(GcBlobs.ROOT, GcBlobs.TOMBSTONES, GcBlobs.DELETED);
    }

    @Test
    void gc105_insertionOrder_makesNoDifference() {
        List<String> ids = new ArrayList<>(List.of("/", "/_blobs/1", "/a", "/A", "/b", "/a-b", "/ab", "/é", "/Z1"));
        Set<String> texts = new java.util.HashSet<>();
        Random random = new Random(7);
        for (int i = 0; i < 50; i++) {
            Collections.shuffle(ids, random);
            Map<String, GcNode> nodes = new LinkedHashMap<>();
            List<String> routes = List.copyOf(ids);
            ids.forEach(id -> nodes.put(id, GcNode.unreferenced(routes, 5)));
            texts.add(GcBlobs.write(new GcState(nodes)));
        }
        assertThat(texts).hasSize(1);
    }

    /** As node.js 18 and 20 sort them with {@code localeCompare}. */
    @Test
    void gc105_nodes_areOrderedAsTheReferenceOrdersThem() {
        String ascii =
                " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789aAbBcCdDeEfFgGhHiIjJkKlLmMnNoOpPqQrRsStTuUvVwWxXyYzZ";
        List<String> expected = new ArrayList<>(List.of(
                "/_blobs/1", "/~", "/a", "/A", "/a_b", "/a-b", "/a/b", "/ab", "/aB", "/Ab", "/e", "/f", "/z", "/Z1"));
        List<String> sorted = new ArrayList<>(expected);
        Collections.shuffle(sorted, new Random(3));
        sorted.sort(NodeOrder.INSTANCE);
        assertThat(sorted).isEqualTo(expected);
        List<String> units =
                new ArrayList<>(ascii.chars().mapToObj(Character::toString).toList());
        Collections.shuffle(units, new Random(4));
        units.sort(NodeOrder.INSTANCE);
        assertThat(String.join("", units)).isEqualTo(ascii);
        assertThat(NodeOrder.INSTANCE.compare("a\u0001", "a")).isPositive();
    }

    @Test
    void gc112_withoutState_thereIsNone() {
        assertThat(read(Map.of())).isEqualTo(GcSnapshot.EMPTY);
        assertThat(read(Map.of("other", "not json"))).isEqualTo(GcSnapshot.EMPTY);
    }

    @Test
    void gc113_gc044_severalParts_areUnited() {
        GcSnapshot united = read(Map.of(
                "__gc_root", "{\"gcNodes\":{\"/\":{\"outboundRoutes\":[\"/a\"]},\"/a\":{\"outboundRoutes\":[\"/b\"]}}}",
                "__gc_1", "{\"gcNodes\":{\"/a\":{\"outboundRoutes\":[\"/b\",\"/c\"],\"unreferencedTimestampMs\":4}}}"));
        GcState state = united.state().orElseThrow();
        assertThat(state.nodes().keySet()).containsExactlyInAnyOrder("/", "/a");
        assertThat(state.nodes().get("/a")).satisfies(node -> {
            assertThat(java.util.Objects.requireNonNull(node).routes()).containsExactlyInAnyOrder("/b", "/c");
            assertThat(node.unreferencedAtMs()).hasValue(4);
        });
        assertThatThrownBy(() -> read(Map.of(
                        "__gc_1", "{\"gcNodes\":{\"/a\":{\"outboundRoutes\":[],\"unreferencedTimestampMs\":4}}}",
                        "__gc_2", "{\"gcNodes\":{\"/a\":{\"outboundRoutes\":[],\"unreferencedTimestampMs\":5}}}")))
                .isInstanceOf(GcException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"gcNodes\":1}",
                "{\"gcNodes\":{\"/\":{}}}",
                "{\"gcNodes\":{\"/\":{\"outboundRoutes\":[1]}}}"
            })
    void gc114_damagedState_isADataProcessingError(String blob) {
        assertThatThrownBy(() -> read(GcBlobs.ROOT, blob))
                .isInstanceOfSatisfying(
                        GcException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(GcException.Kind.DATA_PROCESSING))
                .hasMessageContaining("FailedToInitializeGC");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[1]", "\"/a\""})
    void gc114_damagedLists_areDataProcessingErrors(String blob) {
        assertThatThrownBy(() -> read(GcBlobs.TOMBSTONES, blob)).isInstanceOf(GcException.class);
        assertThatThrownBy(() -> read(GcBlobs.DELETED, blob)).isInstanceOf(GcException.class);
    }

    @Test
    void gc110_otherVersion_keepsWhatWasDeleted() {
        GcSnapshot stored = read(Map.of(
                "__gc_root", "{\"gcNodes\":{}}",
                "__tombstones", "[\"/t\"]",
                "__deletedNodes", "[\"/d\"]"));
        assertThat(stored.ofOtherVersion()).isEqualTo(new GcSnapshot(Optional.empty(), Set.of(), Set.of("/d")));
    }

    @Test
    void unknownPaths_areKeptAsTheyAre() {
        String root =
                "{\"gcNodes\":{\"/\":{\"outboundRoutes\":[\"rel\",\"/x/y/z?q\"]},\"odd\":{\"outboundRoutes\":[]}}}";
        assertThat(JsonValue.parse(
                        GcBlobs.write(read(GcBlobs.ROOT, root).state().orElseThrow())))
                .isEqualTo(JsonValue.parse("{\"gcNodes\":{\"/\":{\"outboundRoutes\":[\"/x/y/z?q\",\"rel\"]},"
                        + "\"odd\":{\"outboundRoutes\":[]}}}"));
    }
}
