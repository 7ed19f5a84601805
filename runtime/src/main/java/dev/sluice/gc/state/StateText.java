package dev.sluice.gc.state;

import dev.sluice.gc.graph.NodeRoutes;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The text of a graph, nodes in their {@linkplain NodeOrder order} and the routes of each in the order of UTF-16 units.
 *
 * <p>Documents of a million nodes have it: so no tree of JSON is made on the way, and nodes are put in order part by part before
 * they are sorted, which then finds almost all of them in their places.
 */
final class StateText {
    private static final int CHARS_FOR_EACH_NODE = 160;
    private static final int MOST_AT_FIRST = 1_000_000;

    private final GcState state;
    private final StringBuilder out;

    StateText(GcState state) {
        this.state = state;
        this.out = new StringBuilder(
                Math.multiplyExact(CHARS_FOR_EACH_NODE, Math.min(state.routes().size(), MOST_AT_FIRST)));
    }

    String write() {
        out.append('{');
        name(GcBlobs.NODES);
        out.append('{');
        String separator = "";
        for (Map.Entry<String, List<String>> node : inOrder(state.routes())) {
            out.append(separator);
            name(node.getKey());
            node(node.getValue(), state.unreferencedAtMs().get(node.getKey()));
            separator = ",";
        }
        return out.append("}}").toString();
    }

    private static List<Map.Entry<String, List<String>>> inOrder(NodeRoutes routes) {
        Comparator<Map.Entry<String, List<String>>> byId = Map.Entry.comparingByKey(NodeOrder.INSTANCE);
        List<NodeRoutes.Part> parts = new ArrayList<>(routes.parts());
        parts.sort(Comparator.comparing(NodeRoutes.Part::owner, NodeOrder.INSTANCE));
        List<Map.Entry<String, List<String>>> nodes = new ArrayList<>(routes.size());
        for (NodeRoutes.Part part : parts) {
            int first = nodes.size();
            nodes.addAll(part.routes().entrySet());
            nodes.subList(first, nodes.size()).sort(byId);
        }
        nodes.sort(byId);
        return nodes;
    }

    private void node(List<String> routes, @Nullable Long unreferencedAtMs) {
        out.append('{');
        name(GcBlobs.ROUTES);
        out.append('[');
        String separator = "";
        for (String route :
                routes.size() < 2 ? routes : routes.stream().sorted().toList()) {
            out.append(separator);
            JsonValue.of(route).appendTo(out);
            separator = ",";
        }
        out.append(']');
        if (unreferencedAtMs != null) {
            out.append(',');
            name(GcBlobs.UNREFERENCED);
            out.append((long) unreferencedAtMs);
        }
        out.append('}');
    }

    private void name(String name) {
        JsonValue.of(name).appendTo(out);
        out.append(':');
    }
}
