package dev.sluice.gc.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class NodeRoutesTest {
    private static final NodeRoutes SOME = NodeRoutes.of(Map.of(
            "/", List.of("/a"), "/a", List.of("/a/x"), "/a/x", List.of("/a", "/_blobs/p"), "/_blobs/p", List.of()));

    /** What a change tells, in a form that can be compared. */
    private record Told(Optional<List<String>> before, Optional<List<String>> now) {}

    private static Map<String, Told> changes(NodeRoutes before, NodeRoutes now) {
        Map<String, Told> told = new LinkedHashMap<>();
        now.forEachChange(
                before,
                (id, was, is) -> assertThat(told.put(id, new Told(Optional.ofNullable(was), Optional.ofNullable(is))))
                        .as("told of %s once", id)
                        .isNull());
        return told;
    }

    @Test
    void map_hasEveryNode() {
        assertThat(SOME)
                .hasSize(4)
                .containsEntry("/a/x", List.of("/a", "/_blobs/p"))
                .doesNotContainKeys("/a/y", "/b", "/_blobs");
        assertThat(SOME.get("/_blobs/p")).isEmpty();
    }

    @Test
    void parts_areDataStores_allBlobs_andTheContainer() {
        assertThat(SOME.parts()).extracting(NodeRoutes.Part::owner).containsExactlyInAnyOrder("/", "/a", "/_blobs");
        assertThat(SOME.part("/a").orElseThrow().routes()).containsOnlyKeys("/a", "/a/x");
        assertThat(SOME.part("/a/x")).isEmpty();
    }

    @Test
    void partWithEqualRoutes_isTheSame() {
        NodeRoutes.Part part = SOME.part("/a").orElseThrow();
        assertThat(part.with(new LinkedHashMap<>(part.routes()))).isSameAs(part);
        assertThat(part.with(Map.of("/a", List.of())).routes()).containsExactly(entry("/a", List.of()));
    }

    @Test
    void firstPartWent_othersAreComparedWithThemselves() {
        NodeRoutes before = NodeRoutes.of(List.of(
                new NodeRoutes.Part("/a", Map.of("/a", List.of())),
                SOME.part("/_blobs").orElseThrow()));
        NodeRoutes now = NodeRoutes.of(List.of(SOME.part("/_blobs").orElseThrow()));
        assertThat(changes(before, now))
                .containsExactly(entry("/a", new Told(Optional.of(List.of()), Optional.empty())));
    }

    @Property
    void changes_areTheDifferences(
            @ForAll("nodes") Map<String, List<String>> before, @ForAll("nodes") Map<String, List<String>> now) {
        Map<String, Told> expected = new LinkedHashMap<>();
        now.forEach((id, routes) -> {
            if (!routes.equals(before.get(id))) {
                expected.put(id, new Told(Optional.ofNullable(before.get(id)), Optional.of(routes)));
            }
        });
        before.forEach((id, routes) -> {
            if (!now.containsKey(id)) {
                expected.put(id, new Told(Optional.of(routes), Optional.empty()));
            }
        });
        NodeRoutes routes = NodeRoutes.of(now);
        assertThat(routes).isEqualTo(now);
        assertThat(changes(NodeRoutes.of(before), routes)).isEqualTo(expected);
        assertThat(changes(routes, routes)).isEmpty();
    }

    @Provide
    Arbitrary<Map<String, List<String>>> nodes() {
        Arbitrary<String> ids = Arbitraries.of("/", "/a", "/a/x", "/a/y", "/b", "/b/x", "/c", "/_blobs/p", "/_blobs/q");
        return Arbitraries.maps(ids, ids.list().ofMaxSize(2)).ofMaxSize(9);
    }
}
