package dev.sluice.collector.plan;

import dev.sluice.gc.graph.NodeType;
import dev.sluice.protocol.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * What a plan says of one node. Immutable.
 *
 * @param id its absolute path
 * @param type what it is
 * @param state where it stands
 * @param reason why
 * @param next what it comes to if nothing refers to it again; empty if nothing changes by itself
 * @since 0.1
 */
public record NodePlan(String id, NodeType type, NodeState state, Reason reason, Optional<Next> next) {
    /**
     * The next state of a node, at a run at or after a time.
     *
     * @param kind the state
     * @param atMs sequenced time, in milliseconds since 1970
     */
    public record Next(NodeState.Kind kind, long atMs) {
        /** Returns the form in JSON. */
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("state", kind.label())
                    .put("at", Instant.ofEpochMilli(atMs).toString())
                    .build();
        }
    }

    /** Returns the form in JSON. */
    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder()
                .put("node", id)
                .put("type", type.name())
                .put("state", state.kind().label())
                .put("reason", reason.text());
        state.sinceMs()
                .ifPresent(
                        since -> json.put("since", Instant.ofEpochMilli(since).toString()));
        return json.putIfPresent("next", next.map(Next::toJson)).build();
    }
}
