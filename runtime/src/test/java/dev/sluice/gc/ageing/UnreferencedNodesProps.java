package dev.sluice.gc.ageing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gc.testing.VirtualAlarms;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** However nodes are added, looked at and left alone: their stages are those that a timer for each node would give. */
class UnreferencedNodesProps {
    private static final List<String> IDS = List.of("/a", "/b", "/c", "/d");

    /** What happens next, and when. */
    record Step(Kind kind, String id, long waitMs, long lagMs) {}

    enum Kind {
        ADD,
        UPDATE,
        SLEEP,
        REMOVE,
        WAIT
    }

    /** One node with timers of its own, exactly as garbage-collection §3.2 describes it. */
    private static final class Tracker {
        private final Ages ages;
        private final VirtualAlarms alarms;
        private final long since;
        private Stage stage = Stage.ACTIVE;
        private @Nullable Runnable cancel;

        Tracker(Ages ages, VirtualAlarms alarms, long since) {
            this.ages = ages;
            this.alarms = alarms;
            this.since = since;
        }

        void update(long reference) {
            long age = reference - since;
            stop();
            OptionalLong tombstone = ages.tombstoneMs();
            if (tombstone.isPresent() && age >= tombstone.getAsLong() + ages.graceMs()) {
                stage = Stage.SWEEP_READY;
            } else if (tombstone.isPresent() && age >= tombstone.getAsLong()) {
                stage = Stage.TOMBSTONE_READY;
                arm(tombstone.getAsLong() + ages.graceMs() - age, this::sweepReady);
            } else if (age >= ages.inactiveMs()) {
                stage = Stage.INACTIVE;
                tombstone.ifPresent(time -> arm(time - age, this::tombstoneReady));
            } else {
                arm(ages.inactiveMs() - age, this::inactive);
            }
        }

        private void inactive() {
            stage = Stage.INACTIVE;
            ages.tombstoneMs().ifPresent(time -> arm(time - ages.inactiveMs(), this::tombstoneReady));
        }

        private void tombstoneReady() {
            stage = Stage.TOMBSTONE_READY;
            arm(ages.graceMs(), this::sweepReady);
        }

        private void sweepReady() {
            stage = Stage.SWEEP_READY;
        }

        private void arm(long delay, Runnable next) {
            cancel = alarms.after(Duration.ofMillis(delay), next);
        }

        void stop() {
            if (cancel != null) {
                cancel.run();
                cancel = null;
            }
        }

        void sleep() {
            stop();
            stage = Stage.ACTIVE;
        }
    }

    @Property
    void gc077_to_gc087_stages_areThoseOfATimerForEachNode(
            @ForAll("ages") Ages ages, @ForAll("steps") List<Step> steps) {
        VirtualAlarms alarms = new VirtualAlarms();
        VirtualAlarms modelAlarms = new VirtualAlarms();
        UnreferencedNodes nodes = new UnreferencedNodes(ages, alarms);
        Map<String, Tracker> model = new LinkedHashMap<>();
        long now = 1_000;
        for (Step step : steps) {
            now += step.waitMs();
            alarms.pass(step.waitMs());
            modelAlarms.pass(step.waitMs());
            // Sequenced time is behind while nothing is sequenced, and ahead when the clock here is slow.
            long reference = now - step.lagMs();
            long since = reference;
            switch (step.kind()) {
                case ADD -> {
                    nodes.add(List.of(step.id()), reference);
                    model.computeIfAbsent(step.id(), id -> {
                        Tracker tracker = new Tracker(ages, modelAlarms, since);
                        tracker.update(since);
                        return tracker;
                    });
                }
                case UPDATE -> {
                    nodes.update(reference);
                    model.values().forEach(tracker -> tracker.update(since));
                }
                case SLEEP -> {
                    nodes.sleep(step.id());
                    model.computeIfPresent(step.id(), (id, tracker) -> {
                        tracker.sleep();
                        return tracker;
                    });
                }
                case REMOVE -> {
                    nodes.remove(step.id());
                    model.computeIfPresent(step.id(), (id, tracker) -> {
                        tracker.stop();
                        return null;
                    });
                }
                case WAIT -> {}
            }
            check(nodes, model, alarms);
        }
        nodes.close();
        assertThat(alarms.waiting()).isEmpty();
    }

    private static void check(UnreferencedNodes nodes, Map<String, Tracker> model, VirtualAlarms alarms) {
        assertThat(nodes.ids()).isEqualTo(model.keySet());
        for (String id : IDS) {
            Tracker tracker = model.get(id);
            assertThat(nodes.stage(id)).as(id).isEqualTo(tracker == null ? Stage.ACTIVE : tracker.stage);
        }
        assertThat(alarms.waiting().size()).isLessThanOrEqualTo(model.size());
    }

    @Provide
    Arbitrary<Ages> ages() {
        Arbitrary<Long> times = Arbitraries.longs().between(0, 12);
        return Combinators.combine(times, times.injectNull(0.1), times)
                .as((inactive, more, grace) -> new Ages(
                        inactive, more == null ? OptionalLong.empty() : OptionalLong.of(inactive + more), grace));
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.of(Kind.class),
                        Arbitraries.of(IDS),
                        Arbitraries.longs().between(0, 9),
                        Arbitraries.longs().between(-8, 8))
                .as(Step::new)
                .list()
                .ofMaxSize(40);
    }
}
