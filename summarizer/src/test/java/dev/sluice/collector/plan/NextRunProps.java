package dev.sluice.collector.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.collector.plan.PlanInput.Detail;
import dev.sluice.gc.ageing.Ages;
import dev.sluice.gc.config.GcConfig;
import dev.sluice.gc.config.GcOptions;
import dev.sluice.gc.config.GcSettings;
import dev.sluice.gc.config.Role;
import dev.sluice.gc.graph.NodeType;
import dev.sluice.gc.state.GcNode;
import dev.sluice.gc.state.GcSnapshot;
import dev.sluice.gc.state.GcState;
import dev.sluice.protocol.handle.NodePath;
import dev.sluice.protocol.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** When time alone gives a run something to do: asked beforehand, and found by trying every millisecond. */
class NextRunProps {
    private static final GcOptions OPTIONS =
            GcOptions.DEFAULT.withInactiveTimeout(Duration.ofMillis(10)).withSweepGracePeriod(Duration.ofMillis(10));
    private static final GcSettings SETTINGS =
            GcSettings.of(Map.of("Fluid.GarbageCollection.TestOverride.TombstoneTimeoutMs", "20"));
    private static final Ages AGES = new Ages(10, OptionalLong.of(20), 10);
    private static final long NEWEST = 50;
    private static final long LAST = 200;

    private static final List<String> PATHS = List.of("/a", "/b", "/c", "/a/root", "/_blobs/x", "/_blobs/y", "/b/root");

    /** Garbage of some age, some of which the newest summary has as tombstones. */
    record Garbage(Map<String, Long> since, Set<String> tombstones) {}

    @Provide
    Arbitrary<Garbage> garbage() {
        return Combinators.combine(
                        Arbitraries.maps(
                                Arbitraries.of(PATHS), Arbitraries.longs().between(0, NEWEST)),
                        Arbitraries.of(PATHS).set())
                .as((since, tombstones) -> {
                    Set<String> kept = new LinkedHashSet<>(tombstones);
                    kept.retainAll(since.keySet());
                    return new Garbage(since, kept);
                });
    }

    private static GcConfig config(GcOptions options) {
        return GcConfig.ofExisting(
                GcConfig.ofNew(options, SETTINGS, Role.SUMMARIZER).metadata(), options, SETTINGS, Role.SUMMARIZER);
    }

    private static GcSnapshot stored(Garbage garbage) {
        Map<String, GcNode> nodes = new LinkedHashMap<>();
        garbage.since().forEach((path, since) -> nodes.put(path, GcNode.unreferenced(List.of(), since)));
        return new GcSnapshot(Optional.of(new GcState(nodes)), garbage.tombstones(), Set.of());
    }

    @Property
    void gc131_dueTime_isTheFirstAtWhichARunDoesSomething(@ForAll("garbage") Garbage garbage, @ForAll boolean sweeps) {
        OptionalLong due = NextRun.dueMs(config(sweeps ? OPTIONS.withSweep() : OPTIONS), stored(garbage));
        OptionalLong found = LongStream.rangeClosed(NEWEST, LAST)
                .filter(at -> doesSomething(garbage, at, sweeps ? SweepMode.ON : SweepMode.OFF))
                .findFirst();
        assertThat(due.isPresent()).isEqualTo(found.isPresent());
        assertThat(due.stream().map(at -> Math.max(NEWEST, at)).toArray())
                .isEqualTo(found.stream().toArray());
    }

    private static boolean doesSomething(Garbage garbage, long at, SweepMode mode) {
        CollectionPlan plan = CollectionPlan.of(
                new PlanInput(
                        at,
                        AGES,
                        mode,
                        new Unreachable(List.copyOf(garbage.since().keySet())),
                        garbage.since(),
                        garbage.tombstones(),
                        Set.of(),
                        NextRunProps::type,
                        true),
                Detail.GARBAGE);
        Predicate<String> isNew = path ->
                type(path) != NodeType.SUB_DATA_STORE && !garbage.tombstones().contains(path);
        return !plan.swept().isEmpty() || plan.tombstones().stream().anyMatch(isNew);
    }

    private static NodeType type(String path) {
        return NodeType.ofShape(new NodePath(path));
    }

    @Example
    void stateThatIsDiscarded_isDueForNothing() {
        GcSnapshot stored = stored(new Garbage(Map.of("/a", 0L), Set.of()));
        GcConfig current = config(OPTIONS);
        assertThat(NextRun.dueMs(current, stored)).hasValue(20);
        JsonObject never = GcConfig.ofNew(OPTIONS.withoutCollection(), SETTINGS, Role.SUMMARIZER)
                .metadata();
        assertThat(NextRun.dueMs(GcConfig.ofExisting(never, OPTIONS, SETTINGS, Role.SUMMARIZER), stored))
                .isEmpty();
    }

    /** All garbage, as before. */
    private record Unreachable(List<String> unreferenced) implements Reachability {
        @Override
        public NodeCounts counts() {
            return NodeCounts.NONE;
        }

        @Override
        public boolean isNode(String id) {
            return unreferenced.contains(id);
        }

        @Override
        public boolean isReferenced(String id) {
            return false;
        }

        @Override
        public boolean isCleared(String id) {
            return false;
        }

        @Override
        public Set<String> clearedGarbage() {
            return Set.of();
        }

        @Override
        public List<String> all() {
            return unreferenced;
        }
    }
}
