package dev.sluice.inspect;

import dev.sluice.protocol.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * A node on the way from the root, and what of the node before it holds it. Immutable.
 *
 * @param node its path
 * @param heldBy empty for the root
 * @since 0.1
 */
public record Step(String node, Optional<Hold> heldBy) {
    /** Returns the steps in lines for people, each behind {@code indent}. */
    public static List<String> lines(String indent, List<Step> steps) {
        int width = steps.stream().mapToInt(step -> step.node.length()).max().orElse(0);
        return steps.stream()
                .map(step -> indent
                        + step.heldBy
                                .map(hold -> step.node + " ".repeat(width - step.node.length() + 2) + hold.text())
                                .orElse(step.node))
                .toList();
    }

    /** Returns the form in JSON. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("node", node)
                .putIfPresent("heldBy", heldBy.map(Hold::toJson))
                .build();
    }
}
