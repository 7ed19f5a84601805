package dev.sluice.gc.telemetry;

import dev.sluice.gc.graph.NodeType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A use of a node. Immutable.
 *
 * @param usage what was done
 * @param trackedId the node whose stage counts: the data store, if it was something in one
 * @param id what was used
 * @param type of what was used
 * @param referenceMs sequenced time of it
 * @param fromId the node that refers to it now, if that is what happened
 * @param isRecovery whether that reference stands for a tombstone that was loaded
 * @param packagePath of the data store, if it is known
 * @param request how it was asked for, if it was
 * @since 0.1
 */
public record NodeUse(
        Usage usage,
        String trackedId,
        String id,
        NodeType type,
        long referenceMs,
        @Nullable String fromId,
        boolean isRecovery,
        Optional<List<String>> packagePath,
        @Nullable NodeRequest request) {
    /** Copies the list. */
    public NodeUse {
        packagePath = packagePath.map(List::copyOf);
    }

    boolean allowsTombstone() {
        return request != null && request.allowsTombstone();
    }

    /** One event is sent for each of these in a session (GC-182, GC-188). */
    String key(String stage) {
        return stage + "-" + id + "-" + usage.label();
    }
}
