package dev.sluice.collector.model;

import dev.sluice.collector.graph.IncrementalMark;
import dev.sluice.collector.graph.NodeSet;
import dev.sluice.collector.graph.PathGraph;
import dev.sluice.collector.graph.PathTable;
import dev.sluice.collector.graph.Reach;
import dev.sluice.collector.plan.NodeCounts;
import dev.sluice.collector.plan.Reachability;
import dev.sluice.gc.graph.NodeRoutes;
import dev.sluice.gc.graph.NodeType;
import dev.sluice.protocol.handle.NodePath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The reference graph of a document from run to run: the container {@code /} is the only root, data stores that are roots hang on
 * it (garbage-collection §1.3).
 *
 * <p>A run is given all nodes, finds those that are not as they were at the last one, and marks only what the difference asks for. What was
 * referenced at some time between the two runs is found in both graphs taken together, with the targets of new references as roots
 * (§1.7): a node that was out of reach for a moment of that time was not garbage for all of it.
 *
 * <p>Costs a look at each part of the document, at each node of parts that changed, and the marking of what changed. Confined to the
 * document's thread.
 *
 * @since 0.1
 */
public final class RunGraph {
    private static final String ROOT = NodePath.ROOT.text();

    private NodeRoutes nodes = NodeRoutes.EMPTY;
    private final PathGraph graph = PathGraph.empty();
    private @Nullable IncrementalMark mark;
    private NodeCounts counts = NodeCounts.NONE;
    private long edges;
    private boolean hasPrevious;

    /**
     * Makes the graph of a document whose last run is known.
     *
     * @param previous where each node referred to then; empty if there was no run
     */
    public RunGraph(NodeRoutes previous) {
        take(previous);
        hasPrevious = !previous.isEmpty();
    }

    /** Whether an earlier run, or the loaded summary, knew a graph. */
    public boolean hasPrevious() {
        return hasPrevious;
    }

    /** The nodes of the last run, and where each refers to. */
    public NodeRoutes nodes() {
        return nodes;
    }

    /** How many references the nodes of the last run held. */
    public long edges() {
        return edges;
    }

    /**
     * Takes the nodes as they are now, and finds what can be reached.
     *
     * @param current every node and where it refers to
     * @param newTargets what ops since the last run referred to, still or no more
     * @param doubt whether to mark from scratch what could be taken from the last run
     */
    public Reachability run(NodeRoutes current, Collection<String> newTargets, Doubt doubt) {
        IncrementalMark marked = marked();
        take(current);
        Reach reach = doubt == Doubt.EVERYTHING ? marked.updateFromScratch() : marked.update();
        hasPrevious = true;
        Set<Integer> cleared = new LinkedHashSet<>();
        if (!newTargets.isEmpty()) {
            int[] targets = newTargets.stream().mapToInt(graph.paths()::intern).toArray();
            IntStream.of(targets).forEach(cleared::add);
            IntStream.of(reach.lost()).forEach(cleared::add);
            IntStream.of(marked.beyond(targets)).forEach(cleared::add);
        }
        return new Found(marked.reached(), cleared);
    }

    /** How much of what is known a run relies on. */
    public enum Doubt {
        /** All of it. */
        NOTHING,
        /** None of it: somebody loaded what should not have been garbage. */
        EVERYTHING
    }

    /**
     * Returns the routes that this run brings though no op told of them (GC-076): those of a node that were not there at the last
     * run, were not reported, and do not lead back to what the node lies in. To be asked before {@link #run}; nothing is unknown
     * to the first run.
     *
     * @param reported what ops referred to since the last run, by source
     */
    public Map<String, List<String>> unknownRoutes(NodeRoutes current, Map<String, Set<String>> reported) {
        Map<String, List<String>> unknown = new LinkedHashMap<>();
        if (!hasPrevious) {
            return unknown;
        }
        current.forEachChange(nodes, (id, before, now) -> {
            List<String> rest = now == null ? List.of() : unknownRoutes(id, before, now, reported);
            if (!rest.isEmpty()) {
                unknown.put(id, rest);
            }
        });
        return unknown;
    }

    private static List<String> unknownRoutes(
            String id, @Nullable List<String> before, List<String> now, Map<String, Set<String>> reported) {
        Set<String> known = new LinkedHashSet<>(before == null ? List.of() : before);
        known.addAll(reported.getOrDefault(id, Set.of()));
        return now.stream()
                .filter(route -> !known.contains(route) && !id.startsWith(route))
                .toList();
    }

    private IncrementalMark marked() {
        if (mark == null) {
            mark = new IncrementalMark(graph.graph(), graph.paths().intern(ROOT));
        }
        return mark;
    }

    /** The order of the graph is that in which nodes come. */
    private void take(NodeRoutes current) {
        current.forEachChange(nodes, this::change);
        nodes = current;
    }

    private void change(String id, @Nullable List<String> before, @Nullable List<String> now) {
        edges += (now == null ? 0 : now.size()) - (before == null ? 0 : before.size());
        if (now == null) {
            remove(id);
            return;
        }
        if (before == null) {
            counts = counts.and(type(id));
        }
        graph.put(id, now);
    }

    private void remove(String id) {
        graph.remove(id);
        counts = counts.without(type(id));
    }

    private static NodeType type(String id) {
        return NodeType.ofShape(new NodePath(id));
    }

    private final class Found implements Reachability {
        private final NodeSet reached;
        private final Set<Integer> cleared;
        private final PathTable paths = graph.paths();

        Found(NodeSet reached, Set<Integer> cleared) {
            this.reached = reached;
            this.cleared = cleared;
        }

        @Override
        public NodeCounts counts() {
            return counts;
        }

        @Override
        public boolean isNode(String id) {
            int number = paths.find(id);
            return number >= 0 && graph.graph().contains(number);
        }

        @Override
        public boolean isReferenced(String id) {
            int number = paths.find(id);
            return number >= 0 && reached.contains(number);
        }

        @Override
        public boolean isCleared(String id) {
            int number = paths.find(id);
            return number >= 0 && (reached.contains(number) || cleared.contains(number));
        }

        @Override
        public Set<String> clearedGarbage() {
            Set<String> names = new HashSet<>();
            for (int id : cleared) {
                if (graph.graph().contains(id) && !reached.contains(id)) {
                    names.add(paths.path(id));
                }
            }
            return names;
        }

        @Override
        public List<String> unreferenced() {
            return names(graph.graph().unreferenced(reached));
        }

        @Override
        public List<String> all() {
            return new ArrayList<>(nodes.keySet());
        }

        private List<String> names(int[] ids) {
            List<String> names = new ArrayList<>(ids.length);
            for (int id : ids) {
                names.add(paths.path(id));
            }
            return names;
        }
    }
}
