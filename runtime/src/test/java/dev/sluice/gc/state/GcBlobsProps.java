package dev.sluice.gc.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class GcBlobsProps {
    @Property
    void gc105_state_isReadAsItIsWrittenWhateverItsOrder(
            @ForAll("nodes") Map<String, GcNode> nodes, @ForAll Random random) {
        GcState state = new GcState(nodes);
        List<String> ids = new ArrayList<>(nodes.keySet());
        Collections.shuffle(ids, random);
        Map<String, GcNode> shuffled = new LinkedHashMap<>();
        ids.forEach(id -> shuffled.put(id, Optional.ofNullable(nodes.get(id)).orElseThrow()));
        String text = GcBlobs.write(state);
        assertThat(GcBlobs.write(new GcState(shuffled))).isEqualTo(text);
        GcSnapshot read = GcBlobs.read(List.of(GcBlobs.ROOT), name -> text.getBytes(StandardCharsets.UTF_8));
        assertThat(GcBlobs.write(read.state().orElseThrow())).isEqualTo(text);
        assertThat(read.state().orElseThrow().unreferencedAtMs()).isEqualTo(state.unreferencedAtMs());
        read.state()
                .orElseThrow()
                .routes()
                .forEach((id, routes) -> assertThat(routes)
                        .containsExactlyInAnyOrderElementsOf(
                                Optional.ofNullable(nodes.get(id)).orElseThrow().routes()));
    }

    @Property
    void gc105_orderOfNodes_isTotal(@ForAll("ids") String a, @ForAll("ids") String b, @ForAll("ids") String c) {
        NodeOrder order = NodeOrder.INSTANCE;
        assertThat(Integer.signum(order.compare(a, b))).isEqualTo(-Integer.signum(order.compare(b, a)));
        assertThat(order.compare(a, b) == 0).isEqualTo(a.equals(b));
        if (order.compare(a, b) <= 0 && order.compare(b, c) <= 0) {
            assertThat(order.compare(a, c)).isLessThanOrEqualTo(0);
        }
    }

    @Property
    void lists_areReadAsTheyAreWritten(@ForAll("ids") String one, @ForAll("ids") String other) {
        Set<String> paths = new HashSet<>(List.of(one));
        paths.add(other);
        String text = GcBlobs.write(paths).orElseThrow();
        assertThat(GcBlobs.read(List.of(GcBlobs.DELETED), name -> text.getBytes(StandardCharsets.UTF_8))
                        .deleted())
                .isEqualTo(paths);
    }

    @Provide
    Arbitrary<String> ids() {
        return Arbitraries.strings()
                .withChars("aAbBzZ019_-/[]~é日\u0001")
                .ofMaxLength(6)
                .map(text -> "/" + text);
    }

    @Provide
    Arbitrary<Map<String, GcNode>> nodes() {
        Arbitrary<GcNode> node = Combinators.combine(
                        ids().list().ofMaxSize(4).uniqueElements(),
                        Arbitraries.longs().between(0, 1L << 50).injectNull(0.5))
                .as((routes, since) ->
                        new GcNode(routes, since == null ? OptionalLong.empty() : OptionalLong.of(since)));
        return Arbitraries.maps(ids(), node).ofMaxSize(8);
    }
}
