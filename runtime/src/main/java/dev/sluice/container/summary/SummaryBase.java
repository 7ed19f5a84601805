package dev.sluice.container.summary;

import dev.sluice.protocol.handle.NodePath;
import java.util.Map;
import java.util.Optional;

/**
 * An acknowledged summary, or the loaded version, as what handles refer to (RT-075). Immutable.
 *
 * @param sequenceNumber what it is as of
 * @param pathByNode where it has each data store and channel, encoded as handles are
 * @since 0.1
 */
public record SummaryBase(long sequenceNumber, Map<NodePath, String> pathByNode) {
    /** Copies the map. */
    public SummaryBase {
        pathByNode = Map.copyOf(pathByNode);
    }

    /** Returns where the node is if it did not change since: it may be taken over from there. */
    Optional<String> unchanged(NodePath node, long changedAt) {
        return changedAt <= sequenceNumber ? Optional.ofNullable(pathByNode.get(node)) : Optional.empty();
    }
}
