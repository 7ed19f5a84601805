package dev.sluice.collector.simulation;

import dev.sluice.gc.state.GcBlobs;
import dev.sluice.gc.state.GcSnapshot;
import dev.sluice.gc.state.GcTree;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A summary as it is stored. Immutable.
 *
 * @param sequenceNumber the last message in it
 * @param timestampMs of that message
 * @param content what is never changed any more
 * @param gc the blobs of collection; none before the first run
 * @param parent the summary that it builds on
 * @param proposer the session that made it
 */
record Summary(
        long sequenceNumber,
        long timestampMs,
        Replica content,
        Optional<GcTree> gc,
        @Nullable Summary parent,
        int proposer) {
    /** Reads the state of collection back from its blobs. */
    GcSnapshot snapshot() {
        Map<String, String> blobs = new LinkedHashMap<>();
        gc.ifPresent(tree -> {
            blobs.put(GcBlobs.ROOT, tree.root());
            tree.tombstones().ifPresent(text -> blobs.put(GcBlobs.TOMBSTONES, text));
            tree.deleted().ifPresent(text -> blobs.put(GcBlobs.DELETED, text));
        });
        return GcBlobs.read(blobs.keySet(), name -> blobs.getOrDefault(name, "").getBytes(StandardCharsets.UTF_8));
    }
}
