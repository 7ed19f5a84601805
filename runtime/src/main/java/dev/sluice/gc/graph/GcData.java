package dev.sluice.gc.graph;

import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Nodes and where each refers to (garbage-collection §1.3). Nodes are relative to whatever this is the data of, with {@code /}
 * for that itself; routes are absolute paths. Immutable.
 *
 * @param routesByNode the distinct routes of each node, in the order in which they were found
 * @since 0.1
 */
public record GcData(Map<String, List<String>> routesByNode) {
    private static final String NODES = "gcNodes";

    /** Copies the map. */
    public GcData {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        routesByNode.forEach((node, routes) -> copy.put(node, List.copyOf(new LinkedHashSet<>(routes))));
        routesByNode = Collections.unmodifiableMap(copy);
    }

    /** Returns the data of something with one node. */
    public static GcData ofSingle(Collection<String> routes) {
        return new GcData(Map.of("/", List.copyOf(routes)));
    }

    /**
     * Reads the blob {@code .gcdata}.
     *
     * @throws JsonException if it is of another form
     */
    public static GcData parse(JsonValue json) {
        JsonObject nodes = json.asObject()
                .flatMap(data -> data.object(NODES))
                .orElseThrow(() -> new JsonException("found gc data without " + NODES));
        Map<String, List<String>> routes = new LinkedHashMap<>();
        nodes.members().forEach((node, list) -> routes.put(node, strings(list)));
        return new GcData(routes);
    }

    /** Returns the content of the blob {@code .gcdata}. */
    public JsonObject toJson() {
        JsonObject.Builder nodes = JsonObject.builder();
        routesByNode.forEach((node, routes) ->
                nodes.put(node, JsonValue.of(routes.stream().map(JsonValue::of).toList())));
        return JsonObject.of(NODES, nodes.build());
    }

    /** Names every reference, with its source below {@code prefix}, the absolute path of what this is the data of. */
    public void forEachReference(String prefix, BiConsumer<String, String> fromTo) {
        routesByNode.forEach((node, routes) -> routes.forEach(route -> fromTo.accept(below(prefix, node), route)));
    }

    /** Returns the nodes with absolute paths: below {@code prefix}, the path of what this is the data of. */
    public Map<String, List<String>> under(String prefix) {
        Map<String, List<String>> nodes = new LinkedHashMap<>();
        routesByNode.forEach((node, routes) -> nodes.put(below(prefix, node), routes));
        return Collections.unmodifiableMap(nodes);
    }

    private static String below(String prefix, String node) {
        return node.equals("/") ? prefix : prefix + node;
    }

    private static List<String> strings(JsonValue list) {
        return list
                .asArray()
                .map(JsonArray::elements)
                .orElseThrow(() -> new JsonException("gc routes that are no array"))
                .stream()
                .map(route -> route.asString().orElseThrow(() -> new JsonException("a gc route that is no string")))
                .toList();
    }
}
