package dev.sluice.server.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.container.summary.SummaryOutcome;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.server.pool.PoolEntry;
import java.util.Optional;

/** What is told of collection, in JSON; the members are part of the stable interface. Pure. */
final class CollectionJson {
    private CollectionJson() {}

    /** What came of a collection and the summary after it. */
    static ObjectNode summarized(
            DocumentKey key, SummaryOutcome.Acknowledged summary, Optional<CollectionReport> collection) {
        ObjectNode line = Json.object()
                .put("summarized", key.toString())
                .put("version", summary.handle())
                .put("sequenceNumber", summary.sequenceNumber());
        collection.ifPresent(report -> line.set("collection", report.toJson()));
        return line;
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
