package dev.sluice.server.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.collector.plan.CollectionPlan;
import dev.sluice.server.pool.PoolEntry;
import java.time.Instant;
import java.util.Locale;

/** What is told of collection, in JSON; the members are part of the stable interface. Pure. */
final class CollectionJson {
    private CollectionJson() {}

    static ObjectNode totals(CollectionPlan plan) {
        return Json.object()
                .put("at", Instant.ofEpochMilli(plan.referenceMs()).toString())
                .put("nodes", plan.statistics().nodes().nodes())
                .put("unreferenced", plan.statistics().unreferenced().nodes())
                .put("tombstoned", plan.tombstones().size())
                .put("swept", plan.swept().size())
                .put("sweep", plan.mode().name().toLowerCase(Locale.ROOT));
    }

    static ObjectNode poolEntry(PoolEntry entry) {
        ObjectNode told = Json.object()
                .put("document", entry.document().toString())
                .put("state", entry.state().label());
        entry.reason().ifPresent(reason -> told.put("reason", reason));
        if (entry.failures() > 0) {
            told.put("failures", entry.failures());
        }
        entry.due().ifPresent(due -> told.put("due", due.toString()));
        return told;
    }
}
