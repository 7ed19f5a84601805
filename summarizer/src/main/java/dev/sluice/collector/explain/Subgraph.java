package dev.sluice.collector.explain;

import dev.sluice.collector.graph.ReferenceGraph;
import java.io.Writer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jgrapht.Graph;
import org.jgrapht.alg.connectivity.KosarajuStrongConnectivityInspector;
import org.jgrapht.graph.DefaultDirectedGraph;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.nio.Attribute;
import org.jgrapht.nio.AttributeType;
import org.jgrapht.nio.DefaultAttribute;
import org.jgrapht.nio.dot.DOTExporter;
import org.jgrapht.nio.graphml.GraphMLExporter;

/**
 * Some nodes and the edges between them, as JGraphT knows graphs; several edges from one node to another become one. A node takes
 * several hundred bytes: take those that the question is about. Confined to the thread of the graph.
 *
 * @since 0.1
 */
public final class Subgraph {
    private static final String LABEL = "label";

    private final Graph<Integer, DefaultEdge> graph = new DefaultDirectedGraph<>(DefaultEdge.class);

    private Subgraph() {}

    /** Returns the part of a graph that consists of these ids; some may be no nodes. */
    public static Subgraph of(ReferenceGraph graph, int... ids) {
        Subgraph part = new Subgraph();
        for (int id : ids) {
            part.graph.addVertex(id);
        }
        for (int id : ids) {
            for (int target : graph.routes(id)) {
                if (part.graph.containsVertex(target)) {
                    part.graph.addEdge(id, target);
                }
            }
        }
        return part;
    }

    /**
     * Returns the circles: the largest sets of nodes of which each can be reached from each, by more than staying where it is. The
     * largest set comes first, and in each the lowest id; linear.
     */
    public List<List<Integer>> cycles() {
        return new KosarajuStrongConnectivityInspector<>(graph)
                .stronglyConnectedSets().stream()
                        .filter(this::isCycle)
                        .map(set -> set.stream().sorted().toList())
                        .sorted(Comparator.<List<Integer>>comparingInt(List::size)
                                .reversed()
                                .thenComparingInt(set -> set.get(0)))
                        .toList();
    }

    /** Writes the graph in the language DOT; the caller closes {@code out}. */
    public void writeDot(Writer out, NodeLabels nodes, EdgeLabels edges) {
        DOTExporter<Integer, DefaultEdge> exporter = new DOTExporter<>(String::valueOf);
        exporter.setVertexAttributeProvider(id -> label(nodes.label(id)));
        exporter.setEdgeAttributeProvider(edge -> label(labelOf(edge, edges)));
        exporter.exportGraph(graph, out);
    }

    /** Writes the graph as GraphML, with the attribute {@code label} of nodes and edges; the caller closes {@code out}. */
    public void writeGraphMl(Writer out, NodeLabels nodes, EdgeLabels edges) {
        GraphMLExporter<Integer, DefaultEdge> exporter = new GraphMLExporter<>(String::valueOf);
        exporter.registerAttribute(LABEL, GraphMLExporter.AttributeCategory.ALL, AttributeType.STRING);
        exporter.setVertexAttributeProvider(id -> label(nodes.label(id)));
        exporter.setEdgeAttributeProvider(edge -> label(labelOf(edge, edges)));
        exporter.exportGraph(graph, out);
    }

    private boolean isCycle(Set<Integer> set) {
        int any = set.iterator().next();
        return set.size() > 1 || graph.containsEdge(any, any);
    }

    private String labelOf(DefaultEdge edge, EdgeLabels edges) {
        return edges.label(graph.getEdgeSource(edge), graph.getEdgeTarget(edge));
    }

    private static Map<String, Attribute> label(String text) {
        return text.isEmpty() ? Map.of() : Map.of(LABEL, DefaultAttribute.createAttribute(text));
    }
}
