package dev.sluice.collector;

import dev.sluice.collector.plan.CollectionPlan;
import dev.sluice.collector.plan.NodeCounts;
import dev.sluice.collector.plan.Statistics;
import dev.sluice.collector.plan.SweepMode;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the event of a run says (garbage-collection §7, §9.2). */
final class RunProperties {
    private RunProperties() {}

    static Map<String, Object> of(CollectionPlan plan, boolean isFull) {
        Statistics statistics = plan.statistics();
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("timestamp", plan.referenceMs());
        properties.put("fullGC", isFull);
        properties.put("sweep", plan.mode() == SweepMode.ON);
        put(properties, "", statistics.nodes());
        put(properties, "unref", statistics.unreferenced());
        put(properties, "updated", statistics.updated());
        put(properties, "deleted", statistics.deleted());
        put(properties, "lifetime", statistics.lifetime());
        return properties;
    }

    private static void put(Map<String, Object> properties, String prefix, NodeCounts counts) {
        properties.put(named(prefix, "nodeCount"), counts.nodes());
        properties.put(named(prefix, "dataStoreCount"), counts.stores());
        properties.put(named(prefix, "attachmentBlobCount"), counts.blobs());
    }

    private static String named(String prefix, String name) {
        return prefix.isEmpty() ? name : prefix + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
