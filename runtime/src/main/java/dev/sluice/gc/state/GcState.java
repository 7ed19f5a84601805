package dev.sluice.gc.state;

import dev.sluice.gc.GcException;
import dev.sluice.gc.GcException.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The reference graph as of the last run, with the ages of its unreferenced nodes. Immutable.
 *
 * @param nodes by id, which is an absolute path
 * @since 0.1
 */
public record GcState(Map<String, GcNode> nodes) {
    /** The state of a document in which no run has ended yet. */
    public static final GcState EMPTY = new GcState(Map.of());

    /** Copies the map. */
    public GcState {
        nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
    }

    /**
     * Returns the union with another part of the same state (GC-044, GC-113).
     *
     * @throws GcException if both know another age of a node
     */
    GcState and(GcState other) {
        Map<String, GcNode> union = new LinkedHashMap<>(nodes);
        other.nodes.forEach((id, node) -> union.merge(id, node, (ours, theirs) -> merge(id, ours, theirs)));
        return new GcState(union);
    }

    private static GcNode merge(String id, GcNode ours, GcNode theirs) {
        OptionalLong age = ours.unreferencedAtMs();
        OptionalLong otherAge = theirs.unreferencedAtMs();
        if (age.isPresent() && otherAge.isPresent() && !age.equals(otherAge)) {
            throw new GcException(
                    Kind.DATA_PROCESSING,
                    "found node " + id + " unreferenced since " + age.getAsLong() + " and since " + otherAge.getAsLong()
                            + ", expected one time");
        }
        Set<String> routes = new LinkedHashSet<>(ours.routes());
        routes.addAll(theirs.routes());
        return new GcNode(new ArrayList<>(routes), age.isPresent() ? age : otherAge);
    }

    /** Returns since when each unreferenced node is so. */
    public Map<String, Long> unreferencedAtMs() {
        Map<String, Long> ages = new LinkedHashMap<>();
        nodes.forEach((id, node) -> node.unreferencedAtMs().ifPresent(since -> ages.put(id, since)));
        return Collections.unmodifiableMap(ages);
    }

    /** Returns where each node refers to. */
    public Map<String, List<String>> routes() {
        Map<String, List<String>> routes = new LinkedHashMap<>();
        nodes.forEach((id, node) -> routes.put(id, node.routes()));
        return Collections.unmodifiableMap(routes);
    }
}
