package dev.sluice.gc.session;

import dev.sluice.gc.config.GcConfig;
import dev.sluice.gc.config.GcOptions;
import dev.sluice.gc.config.GcSettings;
import dev.sluice.gc.config.Role;
import dev.sluice.gc.op.GcOp;
import dev.sluice.gc.state.GcNode;
import dev.sluice.gc.state.GcSnapshot;
import dev.sluice.gc.state.GcState;
import dev.sluice.gc.telemetry.GcEvent;
import dev.sluice.gc.telemetry.NodeRequest;
import dev.sluice.gc.telemetry.SessionEvents;
import dev.sluice.gc.testing.VirtualAlarms;
import dev.sluice.protocol.handle.NodePath;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A session of a document with the times I = 10, T = 20 and G = 10, without a container. */
final class Bench implements GcHost {
    static final String METADATA = "{\"gcFeature\":3,\"tombstoneTimeoutMs\":20}";

    final VirtualAlarms alarms = new VirtualAlarms();
    final List<GcEvent> events = new ArrayList<>();
    final List<GcOp> sent = new ArrayList<>();
    final Set<String> stores = new LinkedHashSet<>(List.of("a", "b", "c"));
    OptionalLong now = OptionalLong.of(0);
    final GcSession session;

    Bench(GcOptions options, Role role, String metadata, GcSnapshot stored, Map<String, String> settings) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.put("inactiveTimeoutMs", "10");
        all.put("sweepGracePeriodMs", "10");
        JsonObject json = JsonValue.parse(metadata).asObject().orElseThrow();
        GcConfig config = GcConfig.ofExisting(json, options, GcSettings.of(all), role);
        session = new GcSession(config, stored, alarms, new SessionEvents(events::add, Map.of()), this);
    }

    static Bench interactive(GcOptions options) {
        return new Bench(options, Role.INTERACTIVE, METADATA, GcSnapshot.EMPTY, Map.of());
    }

    static Bench summarizer(GcOptions options) {
        return new Bench(options, Role.SUMMARIZER, METADATA, GcSnapshot.EMPTY, Map.of());
    }

    /** A snapshot with unreferenced nodes, which are tombstones if they are told so. */
    static GcSnapshot stored(Map<String, Long> since, Set<String> tombstones, Set<String> deleted) {
        Map<String, GcNode> nodes = new LinkedHashMap<>();
        since.forEach((id, time) -> nodes.put(id, GcNode.unreferenced(List.of(), time)));
        return new GcSnapshot(Optional.of(new GcState(nodes)), tombstones, deleted);
    }

    Bench at(long time) {
        now = OptionalLong.of(time);
        return this;
    }

    Verdict load(String url) {
        return load(NodeRequest.of(url));
    }

    Verdict load(NodeRequest request) {
        NodePath path = request.path();
        NodePath node = path.storeId().map(NodePath::ofStore).orElse(path);
        return session.loading(node, request);
    }

    /** The names of the events so far, but for those about the session itself, which are forgotten. */
    List<String> takeEvents() {
        List<String> names = events.stream()
                .filter(event -> event.category() != GcEvent.Category.PERFORMANCE)
                .map(event -> event.category() + " " + event.name())
                .toList();
        events.clear();
        return names;
    }

    @Override
    public OptionalLong referenceMs() {
        return now;
    }

    @Override
    public boolean hasStore(String storeId) {
        return stores.contains(storeId);
    }

    @Override
    public Optional<List<String>> packagePath(String storeId) {
        return Optional.of(List.of("pkg", storeId));
    }

    @Override
    public void submit(GcOp op) {
        sent.add(op);
    }
}
