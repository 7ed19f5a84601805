package dev.sluice.inspect;

import dev.sluice.protocol.json.JsonObject;

/**
 * A node, and how much goes with it. Immutable.
 *
 * @param node its path
 * @param nodes how many would go, itself included
 * @param bytes how large these are together
 * @since 0.1
 */
public record Share(String node, int nodes, long bytes) {
    /** Returns the form in JSON. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("node", node)
                .put("nodes", nodes)
                .put("bytes", bytes)
                .build();
    }
}
