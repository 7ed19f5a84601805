package dev.sluice.gc.state;

import dev.sluice.gc.GcException;
import dev.sluice.gc.GcException.Kind;
import dev.sluice.gc.graph.NodeRoutes;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The reference graph as of the last run, with the ages of its unreferenced nodes. Immutable.
 *
 * @param routes where each node refers to
 * @param unreferencedAtMs since when each unreferenced node is so, in sequenced time
 * @since 0.1
 */
public record GcState(NodeRoutes routes, Map<String, Long> unreferencedAtMs) {
    /** The state of a document in which no run has ended yet. */
    public static final GcState EMPTY = new GcState(NodeRoutes.EMPTY, Map.of());

    /** Copies the ages. */
    public GcState {
        unreferencedAtMs = unreferencedAtMs instanceof SharedAges
                ? unreferencedAtMs
                : new SharedAges(new LinkedHashMap<>(unreferencedAtMs));
    }

    /** A copy that nobody changes, and that another state may share. */
    private static final class SharedAges extends AbstractMap<String, Long> {
        private final Map<String, Long> ages;

        SharedAges(Map<String, Long> ages) {
            this.ages = ages;
        }

        @Override
        public @Nullable Long get(Object id) {
            return ages.get(id);
        }

        @Override
        public boolean containsKey(Object id) {
            return ages.containsKey(id);
        }

        @Override
        public Set<Entry<String, Long>> entrySet() {
            return Collections.unmodifiableMap(ages).entrySet();
        }
    }

    /** Returns a state with these ages and other routes; costs nothing. */
    public GcState withRoutes(NodeRoutes others) {
        return new GcState(others, unreferencedAtMs);
    }

    /** Makes a state of nodes by id, which is an absolute path. */
    public GcState(Map<String, GcNode> nodes) {
        this(routes(nodes), ages(nodes));
    }

    private static NodeRoutes routes(Map<String, GcNode> nodes) {
        Map<String, List<String>> routes = new LinkedHashMap<>();
        nodes.forEach((id, node) -> routes.put(id, node.routes()));
        return NodeRoutes.of(routes);
    }

    private static Map<String, Long> ages(Map<String, GcNode> nodes) {
        Map<String, Long> ages = new LinkedHashMap<>();
        nodes.forEach((id, node) -> node.unreferencedAtMs().ifPresent(since -> ages.put(id, since)));
        return ages;
    }

    /** Returns the nodes one by one, by id; linear in the document. */
    public Map<String, GcNode> nodes() {
        Map<String, GcNode> nodes = new LinkedHashMap<>();
        routes.forEach((id, found) -> nodes.put(id, new GcNode(found, sinceMs(id))));
        return Collections.unmodifiableMap(nodes);
    }

    /** Returns one node, if there is one of that id. */
    public Optional<GcNode> node(String id) {
        return Optional.ofNullable(routes.get(id)).map(found -> new GcNode(found, sinceMs(id)));
    }

    private OptionalLong sinceMs(String id) {
        Long since = unreferencedAtMs.get(id);
        return since == null ? OptionalLong.empty() : OptionalLong.of(since);
    }

    /**
     * Returns the union with another part of the same state (GC-044, GC-113).
     *
     * @throws GcException if both know another age of a node
     */
    GcState and(GcState other) {
        Map<String, GcNode> union = new LinkedHashMap<>(nodes());
        other.nodes().forEach((id, node) -> union.merge(id, node, (ours, theirs) -> merge(id, ours, theirs)));
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
}
