package dev.sluice.server.admin;

import dev.sluice.inspect.DocumentGraph;
import java.io.Writer;
import java.util.Optional;
import java.util.Set;

/**
 * What of a reference graph is to be written. Immutable.
 *
 * @param from only this node and what can be reached from it; everything if empty
 * @param isGarbageOnly only nodes that no root reaches
 */
record GraphPart(Optional<String> from, boolean isGarbageOnly) {
    /** Writes it; nodes that no root reaches are named as such. */
    void write(DocumentGraph graph, DocumentGraph.Format format, Writer out) {
        graph.write(format, of(graph), node -> graph.isReferenced(node) ? node : node + " (garbage)", out);
    }

    private Set<String> of(DocumentGraph graph) {
        from.filter(node -> !graph.isNode(node)).ifPresent(node -> {
            throw AdminException.notFound(node + " is no node of the document");
        });
        Set<String> part = from.map(graph::reachableFrom).orElseGet(graph::nodes);
        if (isGarbageOnly) {
            part.retainAll(graph.garbage());
        }
        return part;
    }
}
