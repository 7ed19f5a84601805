package dev.sluice.collector.bench.jmh;

import dev.sluice.collector.CollectedContainer;
import dev.sluice.collector.CollectionRun;
import dev.sluice.collector.Collector;
import dev.sluice.gc.config.GcConfig;
import dev.sluice.gc.config.GcOptions;
import dev.sluice.gc.config.GcSettings;
import dev.sluice.gc.config.Role;
import dev.sluice.gc.graph.NodeRoutes;
import dev.sluice.gc.op.GcOp;
import dev.sluice.gc.session.GcHost;
import dev.sluice.gc.session.GcSession;
import dev.sluice.gc.state.GcSnapshot;
import dev.sluice.gc.telemetry.GcEventSink;
import dev.sluice.gc.telemetry.SessionEvents;
import dev.sluice.summary.CollectionSummary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Whole runs over a document of data stores of three channels, each with a reference to some other data store. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(value = 1, jvmArgs = "-Xmx6g")
public class CollectorBenchmark implements CollectedContainer, GcHost {
    private static final int CHANNELS = 3;

    /** Data stores; each makes four nodes. */
    @Param({"250000"})
    private int stores;

    private final SplittableRandom random = new SplittableRandom(1);
    private final List<String> ids = new ArrayList<>();
    private final List<NodeRoutes.Part> parts = new ArrayList<>();
    private final GcSession session = new GcSession(
            GcConfig.ofNew(GcOptions.DEFAULT, GcSettings.NONE, Role.SUMMARIZER),
            GcSnapshot.EMPTY,
            (delay, action) -> () -> {},
            new SessionEvents(GcEventSink.NONE, Map.of()),
            this);
    private final Collector collector = new Collector(session, this);

    /** Makes the document, and has the first run mark all of it. */
    @Setup(Level.Trial)
    public void prepare() {
        Stream.generate(() -> "/" + new UUID(random.nextLong(), random.nextLong()))
                .limit(stores)
                .forEach(ids::add);
        ids.forEach(id -> parts.add(part(id)));
        parts.add(new NodeRoutes.Part("/", Map.of("/", ids.subList(0, 1))));
        session.initialize();
        collector.run();
    }

    private NodeRoutes.Part part(String store) {
        Map<String, List<String>> routes = new LinkedHashMap<>();
        List<String> channels = new ArrayList<>();
        for (int channel = 0; channel < CHANNELS; channel++) {
            String id = store + "/channel" + channel;
            channels.add(id);
            routes.put(id, List.of(store, ids.get(random.nextInt(ids.size()))));
        }
        routes.put(store, channels);
        return new NodeRoutes.Part(store, routes);
    }

    /** A run after the references of one data store changed. */
    @Benchmark
    public CollectionRun runAfterOneStoreChanged() {
        int changed = random.nextInt(ids.size());
        parts.set(changed, part(ids.get(changed)));
        return collector.run().orElseThrow();
    }

    /** The same, and what the next summary says of it, which has every node in it. */
    @Benchmark
    public CollectionSummary runAndSummary() {
        return CollectionSummary.of(runAfterOneStoreChanged());
    }

    @Override
    public OptionalLong referenceMs() {
        return OptionalLong.of(1);
    }

    @Override
    public NodeRoutes nodes(Freshness freshness) {
        return NodeRoutes.of(parts);
    }

    @Override
    public boolean hasStore(String storeId) {
        return true;
    }

    @Override
    public Optional<List<String>> packagePath(String storeId) {
        return Optional.empty();
    }

    /** Nothing is old enough for that. */
    @Override
    public void submit(GcOp op) {
        throw new IllegalStateException("nothing is to be swept");
    }

    /** Nothing is collected in test mode. */
    @Override
    public void deleteHere(Collection<String> nodeIds) {
        throw new IllegalStateException("nothing is to be deleted");
    }
}
