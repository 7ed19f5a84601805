package dev.sluice.gc.telemetry;

import dev.sluice.gc.ageing.Stage;
import dev.sluice.gc.ageing.UnreferencedNodes;
import dev.sluice.gc.config.GcConfig;
import dev.sluice.gc.config.Role;
import dev.sluice.gc.graph.NodeType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells of uses of nodes that nobody should use any more (GC-180 to GC-188).
 *
 * <p>Uses of tombstones are told each time. Uses of nodes that have merely been unreferenced for long are told once per stage, node
 * and usage in a session, for they may be harmless; a summarizer tells of them after the next run, when it is known whether the
 * node came back, and an interactive client tells of loads only, at once.
 *
 * <p>Confined to the document's thread.
 *
 * @since 0.1
 */
public final class UsageEvents {
    private final GcConfig config;
    private final UnreferencedNodes nodes;
    private final SessionEvents events;
    private final Map<String, Object> configProperties;
    // Never forgotten in a session (GC-188); bounded by the nodes that were ever unreferenced in it.
    private final Set<String> told = new HashSet<>();
    private final List<Pending> pending = new ArrayList<>();

    private record Pending(Stage stage, NodeUse use, Map<String, Object> properties) {}

    /** Makes one for a session. */
    public UsageEvents(GcConfig config, UnreferencedNodes nodes, SessionEvents events) {
        this.config = config;
        this.nodes = nodes;
        this.events = events;
        this.configProperties = ConfigProperties.of(config);
    }

    /** A node was used. */
    public void used(NodeUse use, boolean isTombstoned) {
        if (isTombstoned) {
            tombstoneUsed(use);
        }
        Stage stage = nodes.stage(use.trackedId());
        boolean isWorthTelling = stage != Stage.ACTIVE
                && use.type() != NodeType.OTHER
                && !(use.type() == NodeType.SUB_DATA_STORE && use.usage() == Usage.CHANGED);
        if (isWorthTelling && told.add(use.key(stage.label()))) {
            Map<String, Object> properties = properties(use, isTombstoned);
            if (config.role() == Role.SUMMARIZER) {
                pending.add(new Pending(stage, use, properties));
            } else if (use.usage() == Usage.LOADED) {
                properties.put("stack", UseProperties.stack());
                events.generic(name(stage, use), properties);
            }
        }
    }

    private static String name(Stage stage, NodeUse use) {
        return stage.label() + "Object_" + use.usage().label();
    }

    private void tombstoneUsed(NodeUse use) {
        String name = "GC_Tombstone_" + use.type().label() + "_" + use.usage().tombstoneLabel();
        Map<String, Object> properties = properties(use, true);
        properties.put("stack", UseProperties.stack());
        // What lies in a data store is never refused (GC-136).
        boolean isRefused = use.usage() == Usage.LOADED
                && use.type() != NodeType.SUB_DATA_STORE
                && config.enforcement().refusesLoads()
                && !use.allowsTombstone();
        if (isRefused) {
            events.error(name, properties);
        } else {
            events.generic(name, properties);
        }
    }

    private Map<String, Object> properties(NodeUse use, boolean isTombstoned) {
        Map<String, Object> properties = new LinkedHashMap<>(UseProperties.of(use, nodes, isTombstoned));
        properties.put("gcConfigs", configProperties);
        return properties;
    }

    /**
     * A run has ended: tells what is true after it. Who was referred to again is told of only if that brought the node back (GC-184),
     * all else only if it did not.
     */
    public void runCompleted() {
        for (Pending event : pending) {
            boolean isActive = nodes.stage(event.use().trackedId()) == Stage.ACTIVE;
            if ((event.use().usage() == Usage.REVIVED) == isActive) {
                events.generic(name(event.stage(), event.use()), event.properties());
            }
        }
        pending.clear();
    }
}
