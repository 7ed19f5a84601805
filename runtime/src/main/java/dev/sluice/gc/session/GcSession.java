package dev.sluice.gc.session;

import dev.sluice.gc.ageing.Ages;
import dev.sluice.gc.ageing.Alarms;
import dev.sluice.gc.ageing.Stage;
import dev.sluice.gc.ageing.UnreferencedNodes;
import dev.sluice.gc.config.GcConfig;
import dev.sluice.gc.config.Role;
import dev.sluice.gc.graph.NodeType;
import dev.sluice.gc.op.GcOp;
import dev.sluice.gc.state.GcSnapshot;
import dev.sluice.gc.state.GcState;
import dev.sluice.gc.telemetry.NodeRequest;
import dev.sluice.gc.telemetry.NodeUse;
import dev.sluice.gc.telemetry.SessionEvents;
import dev.sluice.gc.telemetry.Usage;
import dev.sluice.gc.telemetry.UsageEvents;
import dev.sluice.protocol.handle.NodePath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one open container knows and does of collection. Confined to the document's thread.
 *
 * <p>A collector reads {@link #config}, {@link #unreferenced}, {@link #newReferences}, {@link #deleted} and {@link
 * #needsFullRun}, changes {@link #unreferenced} in a run, and ends it with {@link #runCompleted}.
 *
 * @since 0.1
 */
public final class GcSession {
    private final GcConfig config;
    private final GcHost host;
    private final SessionEvents events;
    private GcSnapshot base;
    private final UnreferencedNodes unreferenced;
    private final UsageEvents usages;
    private final NewReferences references;
    private final FullRuns fullRuns = new FullRuns();
    private final Tombstones tombstones;
    private final DeletedNodes deleted;
    private boolean isInitialized;

    /**
     * Makes one. {@link #initialize} completes it when the container is there.
     *
     * @param stored the tree {@code gc} of the summary that was loaded
     */
    public GcSession(GcConfig config, GcSnapshot stored, Alarms alarms, SessionEvents events, GcHost host) {
        this.config = config;
        this.host = host;
        this.events = events;
        this.base = config.isBaseCurrent() ? stored : stored.ofOtherVersion();
        this.unreferenced = new UnreferencedNodes(
                new Ages(
                        config.timeouts().inactiveMs(),
                        config.timeouts().tombstoneMs(),
                        config.timeouts().sweepGraceMs()),
                alarms);
        this.usages = new UsageEvents(config, unreferenced, events);
        this.references = new NewReferences(config.role());
        this.tombstones = new Tombstones(base.tombstones());
        this.deleted = new DeletedNodes(stored.deleted());
    }

    // What happens to the container.

    /** The container is there: nodes get the stages that sequenced time gives them. Later, if there is no such time yet. */
    public void initialize() {
        OptionalLong reference = host.referenceMs();
        if (!config.isAllowed() || reference.isEmpty()) {
            return;
        }
        if (isInitialized) {
            unreferenced.update(reference.getAsLong());
        } else {
            isInitialized = true;
            unreferenced.add(base.state().map(GcState::unreferencedAtMs).orElse(Map.of()), reference.getAsLong());
            forgetGraph();
        }
        events.performance(
                "InitializeOrUpdateGCState_end",
                Map.of("initialized", true, "unrefNodeCount", unreferenced.ids().size()));
    }

    /** Who never collects needs the ages only, and graphs are large. */
    private void forgetGraph() {
        if (config.role() == Role.INTERACTIVE) {
            base = base.ofOtherVersion();
        }
    }

    /** The container has ended: no timer rings any more. Harmless twice. */
    public void close() {
        unreferenced.close();
    }

    /**
     * An op added a reference (garbage-collection §1.7).
     *
     * @return whether it counts: a relative target names no node
     */
    public boolean referenceAdded(String from, String to, long referenceMs) {
        return referenceAdded(from, to, referenceMs, false);
    }

    private boolean referenceAdded(String from, String to, long referenceMs, boolean isRecovery) {
        if (!to.startsWith("/")) {
            if (config.isAllowed()) {
                events.error("InvalidRelativeOutboundRoute", Map.of("id", to, "fromId", from));
            }
            return false;
        }
        if (config.isAllowed()) {
            references.add(from, to);
            NodePath target = NodePath.ofUrl(to);
            use(Usage.REVIVED, target, trackedId(target, to), to, referenceMs, from, isRecovery, null);
            unreferenced.sleep(to);
        }
        return true;
    }

    /** Paths into a data store need not be nodes, so that the data store counts. */
    private String trackedId(NodePath target, String to) {
        return to.indexOf('/', 1) > 0 && type(target) == NodeType.SUB_DATA_STORE
                ? NodePath.ofStore(target.storeId().orElseThrow()).text()
                : to;
    }

    private NodeType type(NodePath path) {
        return NodeType.of(path, host::hasStore);
    }

    /** A client loaded a tombstone (garbage-collection §5.2): it counts as referenced until the next run, which is a full one. */
    public void tombstoneLoaded(String nodePath, long referenceMs) {
        tombstones.recovered(nodePath);
        if (config.isAllowed()) {
            referenceAdded(NodePath.ROOT.text(), nodePath, referenceMs, true);
            fullRuns.request();
        }
    }

    /** An op for a data store is about to be applied. */
    public void storeChanged(NodePath store, long referenceMs) {
        use(Usage.CHANGED, store, store.text(), store.text(), referenceMs, null, false, null);
    }

    /** A data store is opened that nobody asked for, because a summary or the graph is written. */
    public void storeRealized(NodePath store) {
        host.referenceMs()
                .ifPresent(now -> use(Usage.REALIZED, store, store.text(), store.text(), now, null, false, null));
    }

    /**
     * A data store or blob is about to be given to the application.
     *
     * @param node the data store or blob, though the request may lead into it
     */
    public Verdict loading(NodePath node, NodeRequest request) {
        OptionalLong now = host.referenceMs();
        if (!config.isAllowed() || now.isEmpty()) {
            return Verdict.ALLOWED;
        }
        NodePath asked = request.path();
        use(Usage.LOADED, asked, node.text(), asked.text(), now.getAsLong(), null, false, request);
        if (!tombstones.has(node.text())) {
            return Verdict.ALLOWED;
        }
        if (config.enforcement().sweeps()) {
            tombstones.recover(asked.text(), host);
        }
        // What lies in a data store is always given: it is no garbage of its own.
        boolean isWhole = type(asked) == NodeType.DATA_STORE || type(asked) == NodeType.BLOB;
        boolean isRefused = isWhole
                && config.enforcement().refusesLoads()
                && request.tombstones() == NodeRequest.Tombstones.REFUSED;
        return isRefused ? Verdict.REFUSED : Verdict.ALLOWED;
    }

    private void use(
            Usage usage,
            NodePath path,
            String trackedId,
            String id,
            long referenceMs,
            @Nullable String fromId,
            boolean isRecovery,
            @Nullable NodeRequest request) {
        boolean isGarbage = tombstones.has(trackedId) || unreferenced.stage(trackedId) != Stage.ACTIVE;
        if (!config.isAllowed() || !isGarbage) {
            // Almost every op ends here.
            return;
        }
        NodeType type = type(path);
        usages.used(
                new NodeUse(
                        usage, trackedId, id, type, referenceMs, fromId, isRecovery, packagePath(path, type), request),
                tombstones.has(trackedId));
    }

    private Optional<List<String>> packagePath(NodePath path, NodeType type) {
        return switch (type) {
            case BLOB -> Optional.of(List.of("_blobs"));
            case DATA_STORE, SUB_DATA_STORE -> path.storeId().flatMap(host::packagePath);
            case OTHER -> path.equals(NodePath.ROOT) ? Optional.of(List.of("_gcRoot")) : Optional.empty();
        };
    }

    /**
     * A tombstoned data store that is open is about to be changed or signalled, here or by others.
     *
     * @param callSite what is done to it
     */
    public Verdict using(NodePath store, String callSite) {
        if (!tombstones.has(store.text())) {
            return Verdict.ALLOWED;
        }
        events.generic("GC_Tombstone_DataStore_Changed", Map.of("id", store.text(), "callSite", callSite));
        return config.enforcement().refusesUse() ? Verdict.REFUSED : Verdict.ALLOWED;
    }

    // Deletion.

    /**
     * A sweep was sequenced: forgets the nodes, and what is known to lie in them (garbage-collection §5.1).
     *
     * @return the nodes that are deleted, those in data stores included
     */
    public Set<String> swept(Collection<String> nodeIds) {
        Set<String> all = withInsides(nodeIds);
        all.forEach(unreferenced::remove);
        deleted.addAll(all);
        return all;
    }

    private Set<String> withInsides(Collection<String> nodeIds) {
        Set<String> all = new LinkedHashSet<>(nodeIds);
        Set<String> stores = Set.copyOf(nodeIds);
        for (String id : unreferenced.ids()) {
            int end = id.indexOf('/', 1);
            if (end > 0 && stores.contains(id.substring(0, end))) {
                all.add(id);
            }
        }
        return all;
    }

    /** Forgets nodes that are gone without having been swept, and what is known to lie in them. */
    public void forget(Collection<String> nodeIds) {
        withInsides(nodeIds).forEach(unreferenced::remove);
    }

    /** Adds what was found in a swept data store. */
    public void sweptInside(Collection<String> nodeIds) {
        nodeIds.forEach(unreferenced::remove);
        deleted.addAll(nodeIds);
    }

    /** Remembers what a data store was that is being deleted. */
    public void rememberPackage(NodePath store, List<String> packagePath) {
        deleted.remember(store.text(), packagePath);
    }

    /** Tells whether a node was swept. */
    public boolean isDeleted(NodePath path) {
        return deleted.has(path);
    }

    /**
     * Tells that a data store that was swept was to be changed or signalled.
     *
     * @param callSite what was to be done, in the reference implementation's words
     */
    public void deletedStoreChanged(NodePath store, String callSite) {
        deletedUsed(store, "GC_Deleted_DataStore_Changed", Map.of("callSite", callSite));
    }

    /** Tells that somebody asked for what was deleted, or that an op or signal for it came. */
    public void deletedUsed(NodePath node, String event, Map<String, Object> properties) {
        Map<String, Object> all = new LinkedHashMap<>(properties);
        all.put("id", node.text());
        events.error(event, all);
        deleted.packagePath(node)
                .filter(known -> NodeType.ofShape(node) != NodeType.BLOB)
                .ifPresent(packagePath -> {
                    all.put("pkg", String.join("/", packagePath));
                    events.generic("GC_DeletedDataStore_PathInfo", all);
                });
    }

    /** A pending op was taken back before it was sent. */
    public void discarded(GcOp op) {
        if (op instanceof GcOp.TombstoneLoaded loaded) {
            tombstones.recovered(loaded.nodePath());
        }
        events.error("GC_OpDiscarded", Map.of("details", Map.of("subType", op.type())));
    }

    // What a collector uses.

    /** Returns sequenced time, which alone makes nodes older: that of the last op. */
    public OptionalLong referenceMs() {
        return host.referenceMs();
    }

    /** What was decided for this session. */
    public GcConfig config() {
        return config;
    }

    /** Where the session tells what happened. */
    public SessionEvents events() {
        return events;
    }

    /**
     * Returns the stored state as far as it can be relied on, for a first run to compare with; without the graph on clients that
     * never collect.
     */
    public GcSnapshot base() {
        return base;
    }

    /** The unreferenced nodes and their stages, for runs to change. */
    public UnreferencedNodes unreferenced() {
        return unreferenced;
    }

    /** The targets that ops referred to since the last run, by source. */
    public Map<String, Set<String>> newReferences() {
        return references.all();
    }

    /** The nodes that nobody should use any more. */
    public Set<String> tombstones() {
        return tombstones.all();
    }

    /** What was swept, ever. */
    public Set<String> deleted() {
        return deleted.all();
    }

    /** Tells whether the next run must use nothing cached. */
    public boolean needsFullRun() {
        return config.isAlwaysFull() || fullRuns.areNeeded();
    }

    /**
     * A run has succeeded; told after it changed {@link #unreferenced}. A run that failed is not told of.
     *
     * @param nextTombstones takes the place of the tombstones so far
     */
    public void runCompleted(Collection<String> nextTombstones) {
        tombstones.replace(new ArrayList<>(nextTombstones));
        usages.runCompleted();
        fullRuns.runCompleted();
        references.clear();
        events.runCompleted();
    }

    /** A summary of this session was acknowledged. */
    public void summaryAcknowledged() {
        fullRuns.summaryAcknowledged();
    }
}
