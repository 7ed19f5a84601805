package dev.sluice.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gc.graph.NodeRoutes;
import dev.sluice.gc.op.GcOp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What runs say of their cost; the stopwatch is a second later each time somebody looks at it. */
class RunFiguresTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final FakeDocument document = new FakeDocument(FakeDocument.OPTIONS.withSweep());
    /** A reference that is in the contents, and was forgotten in what is kept of them. */
    private String forgotten = "";

    private Instant now = Instant.EPOCH;
    private final Collector collector = new Collector(document.session, new Forgetful(), this::tick);

    private Instant tick() {
        now = now.plus(SECOND);
        return now;
    }

    private CollectionRun runAt(long timeMs) {
        document.at(timeMs);
        return collector.run().orElseThrow();
    }

    @Test
    void run_tellsEdgesAndPhases() {
        document.stores("root", "a").refer("", "root").refer("root", "a");
        RunFigures figures = runAt(0).figures();
        assertThat(figures).isEqualTo(new RunFigures(2, 0, SECOND, SECOND, SECOND));
    }

    @Test
    void runThatSweeps_goesThroughItsPhasesTwice() {
        document.stores("root", "a").refer("", "root");
        runAt(0);
        CollectionRun sweep = runAt(30);
        assertThat(sweep.plan().swept()).containsExactly("/a");
        assertThat(sweep.figures().mark()).isEqualTo(SECOND.multipliedBy(2));
        assertThat(sweep.figures().prevented()).isZero();
    }

    @Test
    void sweepOfWhatTheContentsReferTo_isPreventedAndCounted() {
        document.stores("root", "a", "b").refer("", "root");
        runAt(0);
        document.referSilently("root", "a");
        forgotten = "/a";
        CollectionRun run = runAt(30);
        assertThat(run.plan().swept()).containsExactly("/b");
        assertThat(run.figures().prevented()).isEqualTo(1);
    }

    private final class Forgetful implements CollectedContainer {
        @Override
        public OptionalLong referenceMs() {
            return document.referenceMs();
        }

        @Override
        public NodeRoutes nodes(Freshness asked) {
            Map<String, List<String>> nodes = new LinkedHashMap<>(document.nodes(asked));
            if (asked == Freshness.CACHED) {
                nodes.replaceAll((id, routes) -> routes.stream()
                        .filter(route -> !route.equals(forgotten))
                        .toList());
            }
            return NodeRoutes.of(nodes);
        }

        @Override
        public boolean hasStore(String storeId) {
            return document.hasStore(storeId);
        }

        @Override
        public void submit(GcOp op) {
            document.submit(op);
        }

        @Override
        public void deleteHere(Collection<String> ids) {
            document.deleteHere(ids);
        }
    }
}
