package dev.sluice.collector;

import dev.sluice.collector.plan.CollectionPlan;
import dev.sluice.collector.plan.NodePlan;
import dev.sluice.gc.config.GcConfig;
import dev.sluice.gc.config.GcOptions;
import dev.sluice.gc.config.GcSettings;
import dev.sluice.gc.config.Role;
import dev.sluice.gc.graph.NodeRoutes;
import dev.sluice.gc.op.GcOp;
import dev.sluice.gc.session.GcHost;
import dev.sluice.gc.session.GcSession;
import dev.sluice.gc.state.GcSnapshot;
import dev.sluice.gc.telemetry.GcEvent;
import dev.sluice.gc.telemetry.SessionEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A document of data stores without channels, driven from a test with small verbs: references come and go by ops, and time is what
 * the test says. Inactive after 10, tombstone-ready after 20, sweep-ready after 30 unless told otherwise.
 */
final class FakeDocument implements CollectedContainer, GcHost {
    static final GcOptions OPTIONS =
            GcOptions.DEFAULT.withInactiveTimeout(Duration.ofMillis(10)).withSweepGracePeriod(Duration.ofMillis(10));
    static final GcSettings SETTINGS =
            GcSettings.of(Map.of("Fluid.GarbageCollection.TestOverride.TombstoneTimeoutMs", "20"));

    final Map<String, Set<String>> references = new LinkedHashMap<>();
    final List<GcOp> submitted = new ArrayList<>();
    final List<GcEvent> events = new ArrayList<>();
    final List<String> deletedHere = new ArrayList<>();
    final List<Freshness> freshness = new ArrayList<>();
    final GcSession session;
    final Collector collector;
    OptionalLong now = OptionalLong.of(0);

    FakeDocument() {
        this(OPTIONS);
    }

    FakeDocument(GcOptions options) {
        this(GcConfig.ofNew(options, SETTINGS, Role.SUMMARIZER), GcSnapshot.EMPTY);
    }

    FakeDocument(GcConfig config, GcSnapshot stored) {
        references.put("/", new LinkedHashSet<>());
        session = new GcSession(
                config, stored, (delay, action) -> () -> {}, new SessionEvents(events::add, Map.of()), this);
        session.initialize();
        collector = new Collector(session, this);
    }

    /** Adds data stores that nothing refers to. */
    FakeDocument stores(String... ids) {
        for (String id : ids) {
            references.put("/" + id, new LinkedHashSet<>());
        }
        return this;
    }

    FakeDocument blob(String id) {
        references.put("/_blobs/" + id, new LinkedHashSet<>());
        return this;
    }

    /** Adds a reference by an op; {@code ""} is the root. */
    FakeDocument refer(String from, String to) {
        of(from).add("/" + to);
        session.referenceAdded("/" + from, "/" + to, now.orElseThrow());
        return this;
    }

    /** Adds a reference that no op tells of. */
    FakeDocument referSilently(String from, String to) {
        of(from).add("/" + to);
        return this;
    }

    FakeDocument unrefer(String from, String to) {
        if (!of(from).remove("/" + to)) {
            throw new IllegalArgumentException(from + " did not refer to " + to);
        }
        return this;
    }

    FakeDocument at(long timeMs) {
        now = OptionalLong.of(timeMs);
        return this;
    }

    private Set<String> of(String id) {
        Set<String> targets = references.get("/" + id);
        if (targets == null) {
            throw new IllegalArgumentException("there is no " + id);
        }
        return targets;
    }

    CollectionRun run() {
        return collector.run().orElseThrow();
    }

    CollectionPlan runAt(long timeMs) {
        return at(timeMs).run().plan();
    }

    /** The submitted sweeps come back in the order of ops. */
    FakeDocument sequenceSweeps() {
        for (GcOp op : submitted) {
            if (op instanceof GcOp.Sweep sweep) {
                session.swept(sweep.nodeIds()).forEach(references::remove);
            }
        }
        submitted.clear();
        return this;
    }

    /** Returns since when each unreferenced data store is so. */
    Map<String, Long> ages() {
        Map<String, Long> ages = new LinkedHashMap<>();
        session.unreferenced()
                .ids()
                .forEach(id -> ages.put(
                        id.substring(1), session.unreferenced().sinceMs(id).orElseThrow()));
        return ages;
    }

    static NodePlan node(CollectionPlan plan, String id) {
        return plan.nodes().stream()
                .filter(node -> node.id().equals("/" + id))
                .findFirst()
                .orElseThrow();
    }

    List<String> eventNames() {
        return events.stream().map(GcEvent::name).toList();
    }

    // CollectedContainer

    @Override
    public OptionalLong referenceMs() {
        return now;
    }

    @Override
    public NodeRoutes nodes(Freshness asked) {
        freshness.add(asked);
        Map<String, List<String>> nodes = new LinkedHashMap<>();
        references.forEach((id, routes) -> nodes.put(id, List.copyOf(routes)));
        return NodeRoutes.of(nodes);
    }

    @Override
    public boolean hasStore(String storeId) {
        return references.containsKey("/" + storeId);
    }

    @Override
    public void submit(GcOp op) {
        submitted.add(op);
    }

    @Override
    public void deleteHere(Collection<String> ids) {
        deletedHere.addAll(ids);
        ids.forEach(references::remove);
    }

    @Override
    public Optional<List<String>> packagePath(String storeId) {
        return Optional.of(List.of("test"));
    }
}
