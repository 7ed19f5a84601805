package dev.sluice.collector.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Paths and their ids, beside a map that does the same. */
class PathTableProps {
    /** "Aa" and "BB" have the same hash, and so has every path made of as many of either. */
    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.of("Aa", "BB", "C").list().ofMaxSize(12).map(parts -> "/" + String.join("", parts));
    }

    @Property(tries = 200)
    void ids_areThoseOfFirstSight(@ForAll("paths") String first, @ForAll List<@From("paths") String> more) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(more);
        PathTable table = new PathTable();
        Map<String, Integer> known = new LinkedHashMap<>();
        for (String path : all) {
            assertThat(table.find(path)).isEqualTo(known.getOrDefault(path, -1));
            int id = known.computeIfAbsent(path, key -> known.size());
            assertThat(table.intern(new String(path))).isEqualTo(id);
        }
        known.forEach((path, id) -> assertThat(table.path(id)).isEqualTo(path));
        assertThat(table.size()).isEqualTo(known.size());
    }

    @Property(tries = 200)
    void batch_givesTheIdsThatSinglePathsGet(@ForAll List<@From("paths") String> batch) {
        PathTable one = new PathTable();
        PathTable many = new PathTable();
        int[] ids = new int[batch.size() + 2];
        many.intern(batch.toArray(String[]::new), 0, batch.size(), ids, 2);
        for (int i = 0; i < batch.size(); i++) {
            assertThat(ids[i + 2]).isEqualTo(one.intern(batch.get(i)));
        }
    }

    /** Of four thousand paths with one hash, each is found as fast as in a tree. */
    @Example
    void pathsOfOneHash_areToldApart() {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < 4096; i++) {
            StringBuilder path = new StringBuilder("/");
            for (int bit = 0; bit < 12; bit++) {
                path.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            paths.add(path.toString());
        }
        Collections.shuffle(paths, new Random(1));
        PathTable table = new PathTable();
        for (int i = 0; i < paths.size(); i++) {
            assertThat(table.intern(paths.get(i))).isEqualTo(i);
        }
        for (int i = 0; i < paths.size(); i++) {
            assertThat(table.find(paths.get(i))).isEqualTo(i);
        }
        assertThat(table.find("/none")).isEqualTo(-1);
    }
}
