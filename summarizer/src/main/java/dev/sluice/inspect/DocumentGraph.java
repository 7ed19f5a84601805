package dev.sluice.inspect;

import dev.sluice.collector.explain.NodeLabels;
import dev.sluice.collector.explain.Retention;
import dev.sluice.collector.explain.Subgraph;
import dev.sluice.collector.graph.Mark;
import dev.sluice.collector.graph.NodeSet;
import dev.sluice.collector.graph.PathGraph;
import dev.sluice.collector.graph.ReferenceGraph;
import dev.sluice.protocol.handle.NodePath;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The reference graph of an offline document, by the paths of its nodes. Valid as long as no op is applied. Confined to the
 * document's thread; sizes of attachment blobs are asked of the service.
 *
 * @since 0.1
 */
public final class DocumentGraph {
    private final Map<String, List<String>> nodes;
    private final PathGraph paths = PathGraph.empty();
    private final int root = paths.paths().intern(NodePath.ROOT.text());
    private final Holds holds;
    private final NodeSizes sizes;
    private final NodeSet reached;

    /** The languages in which graphs are written. */
    public enum Format {
        /** Graphviz. */
        DOT,
        /** XML for graph tools. */
        GRAPHML
    }

    private DocumentGraph(OfflineDocument document, StoredDocument stored) {
        nodes = document.runtime().freshGcNodes();
        nodes.forEach(paths::put);
        holds = new Holds(document.runtime());
        sizes = new NodeSizes(document.runtime(), stored);
        reached = Mark.reachable(paths.graph(), root);
    }

    /**
     * Reads the graph from the contents of a document.
     *
     * @param stored where it came from
     */
    public static DocumentGraph of(OfflineDocument document, StoredDocument stored) {
        return new DocumentGraph(document, stored);
    }

    /** Tells whether there is a node of this path. */
    public boolean isNode(String node) {
        return nodes.containsKey(node);
    }

    /** Tells whether a root reaches a node. */
    public boolean isReferenced(String node) {
        int id = paths.paths().find(node);
        return id >= 0 && reached.contains(id);
    }

    /** Returns the paths of all nodes. */
    public Set<String> nodes() {
        return new LinkedHashSet<>(nodes.keySet());
    }

    /** Returns the paths of the nodes that no root reaches. */
    public Set<String> garbage() {
        Set<String> garbage = nodes();
        garbage.removeIf(this::isReferenced);
        return garbage;
    }

    /**
     * Returns the paths of a node and of all that can be reached from it.
     *
     * @throws IllegalArgumentException if there is no such node
     */
    public Set<String> reachableFrom(String node) {
        NodeSet found = Mark.reachable(paths.graph(), id(node));
        Set<String> names = nodes();
        names.removeIf(name -> !found.contains(paths.paths().find(name)));
        return names;
    }

    /** Returns one of the shortest ways from the root to a node, both included; empty if there is none. */
    public List<Step> keptBy(String node) {
        int[] path = isNode(node)
                ? new Retention(paths.graph(), root).shortestPath(paths.paths().find(node))
                : new int[0];
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < path.length; i++) {
            String name = name(path[i]);
            Optional<Hold> hold = i == 0 ? Optional.empty() : Optional.of(holds.of(name(path[i - 1]), name));
            steps.add(new Step(name, hold));
        }
        return steps;
    }

    /**
     * Returns the nodes that only this one keeps, itself included: of a referenced node, what would be garbage without it; of
     * garbage, what is referred to by nothing that does not come from it.
     *
     * @throws IllegalArgumentException if there is no such node
     */
    public List<String> keptAliveOnlyBy(String node) {
        int id = id(node);
        int[] roots = isReferenced(node) ? new int[] {root} : rootsBeside(node, id);
        return names(new Retention(paths.graph(), roots).keptAliveOnlyBy(id)).stream()
                .filter(nodes::containsKey)
                .toList();
    }

    /** For garbage: all other garbage counts as root, unless it comes from this node itself. */
    private int[] rootsBeside(String node, int id) {
        Set<String> others = garbage();
        others.removeAll(reachableFrom(node));
        return IntStream.concat(IntStream.of(root, id), others.stream().mapToInt(paths.paths()::find))
                .toArray();
    }

    /** Returns how large nodes are together, in bytes. */
    public long bytes(Collection<String> names) {
        return names.stream().mapToLong(sizes::bytes).sum();
    }

    /** Returns the nodes without which most would be garbage, the largest first; the container itself is none of them. */
    public List<Share> largestRetainers(int most) {
        return new Retention(paths.graph(), root)
                        .largestRetainers(
                                id -> nodes.containsKey(name(id)) ? sizes.bytes(name(id)) : 0, Integer.MAX_VALUE)
                        .stream()
                        .filter(retainer -> retainer.id() != root && nodes.containsKey(name(retainer.id())))
                        .limit(most)
                        .map(retainer -> new Share(name(retainer.id()), retainer.nodes(), retainer.bytes()))
                        .toList();
    }

    /**
     * Returns the largest sets of data stores that refer to each other in a circle, the largest first. A data store and its own
     * channels are no circle.
     *
     * @param among the nodes that count
     */
    public List<List<String>> cycles(Set<String> among) {
        PathGraph stores = PathGraph.empty();
        Map<String, Set<String>> edges = new LinkedHashMap<>();
        among.forEach(node -> nodes.getOrDefault(node, List.of()).stream()
                .filter(among::contains)
                .forEach(route -> edges.computeIfAbsent(store(node), first -> new LinkedHashSet<>())
                        .add(store(route))));
        edges.forEach((store, routes) -> {
            routes.remove(store);
            stores.put(store, routes);
        });
        int[] ids = IntStream.range(0, stores.paths().size()).toArray();
        return Subgraph.of(stores.graph(), ids).cycles().stream()
                .map(cycle -> cycle.stream().map(stores.paths()::path).toList())
                .toList();
    }

    /** A data store and its channels live and die together. */
    private static String store(String node) {
        return NodePath.ofUrl(node)
                .storeId()
                .map(id -> NodePath.ofStore(id).text())
                .orElse(node);
    }

    /**
     * Writes nodes and the edges between them, with what each edge stands for; the caller closes {@code out}.
     *
     * @param part the paths of the nodes to write
     * @param labels what to write of each
     */
    public void write(Format format, Set<String> part, NodeNames labels, Writer out) {
        ReferenceGraph graph = paths.graph();
        Subgraph written =
                Subgraph.of(graph, part.stream().mapToInt(paths.paths()::find).toArray());
        NodeLabels names = id -> labels.label(name(id));
        switch (format) {
            case DOT -> written.writeDot(out, names, this::edge);
            case GRAPHML -> written.writeGraphMl(out, names, this::edge);
        }
    }

    private String edge(int from, int to) {
        return holds.of(name(from), name(to)).text();
    }

    /** What is written of nodes. */
    @FunctionalInterface
    public interface NodeNames {
        /** Returns what is written of a node; not empty, and no other node's. */
        String label(String node);
    }

    private int id(String node) {
        if (!isNode(node)) {
            throw new IllegalArgumentException(node + " is no node of the document");
        }
        return paths.paths().find(node);
    }

    private String name(int id) {
        return paths.paths().path(id);
    }

    private List<String> names(int... ids) {
        return IntStream.of(ids).mapToObj(this::name).toList();
    }
}
