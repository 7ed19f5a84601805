package dev.sluice.replay;

import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The state of a channel without what no client promises: entries and intervals become objects, which have no order. Pure. */
final class ComparableState {
    /** The members that recordings give alone, where they give the bare content of a channel. */
    private static final List<String> BARE = List.of("entries", "root", "text", "rows", "value");

    private ComparableState() {}

    /** Returns the state in comparable form. */
    static JsonObject of(JsonObject state) {
        JsonObject.Builder comparable = JsonObject.builder();
        state.members().forEach((name, value) -> comparable.put(name, member(name, value)));
        return comparable.build();
    }

    private static JsonValue member(String name, JsonValue value) {
        return switch (name) {
            case "entries" -> entries(value);
            case "root" -> of(value.asObject().orElseThrow(() -> unexpected(name, value)));
            case "subdirectories" -> subdirectories(value);
            case "intervalCollections" -> collections(value);
            default -> value;
        };
    }

    private static JsonValue entries(JsonValue pairs) {
        JsonObject.Builder entries = JsonObject.builder();
        for (JsonValue pair : array("entries", pairs)) {
            entries.put(key(pair), array("an entry", pair).get(1));
        }
        return entries.build();
    }

    /** Directories keep their order: it is that of creation. */
    private static JsonValue subdirectories(JsonValue pairs) {
        List<JsonValue> all = new ArrayList<>();
        for (JsonValue pair : array("subdirectories", pairs)) {
            JsonValue below = array("a subdirectory", pair).get(1);
            all.add(JsonArray.of(
                    JsonValue.of(key(pair)),
                    of(below.asObject().orElseThrow(() -> unexpected("a subdirectory", below)))));
        }
        return new JsonArray(all);
    }

    private static JsonValue collections(JsonValue value) {
        JsonObject.Builder all = JsonObject.builder();
        value.asObject()
                .orElseThrow(() -> unexpected("intervalCollections", value))
                .members()
                .forEach((label, intervals) -> all.put(label, intervals(intervals)));
        return all.build();
    }

    private static JsonValue intervals(JsonValue list) {
        JsonObject.Builder byId = JsonObject.builder();
        for (JsonValue value : array("intervals", list)) {
            JsonObject interval = value.asObject().orElseThrow(() -> unexpected("an interval", value));
            JsonObject.Builder kept = JsonObject.builder();
            interval.members().forEach((name, member) -> {
                // Follows from the sides and from the ends of the string, which a client need not tell apart.
                if (!name.equals("stickiness")) {
                    kept.put(name, member);
                }
            });
            byId.put(interval.string("id").orElseThrow(() -> unexpected("an interval", value)), kept.build());
        }
        return byId.build();
    }

    private static String key(JsonValue pair) {
        List<JsonValue> both = array("a pair", pair);
        return both.stream()
                .filter(first -> both.size() == 2)
                .findFirst()
                .flatMap(JsonValue::asString)
                .orElseThrow(() -> unexpected("a pair", pair));
    }

    private static List<JsonValue> array(String what, JsonValue value) {
        return value.asArray().orElseThrow(() -> unexpected(what, value)).elements();
    }

    private static JsonException unexpected(String what, JsonValue value) {
        return new JsonException("found " + value.kind() + " as " + what + " of a recorded state");
    }

    /** Returns what a recording gives of a channel of which it gives the bare content. */
    static Optional<JsonValue> bare(JsonObject state) {
        return BARE.stream().filter(state::has).findFirst().map(state::require);
    }

    /** Returns a state like another one but for its bare content. */
    static JsonObject whole(JsonObject like, JsonValue bare) {
        String name = BARE.stream().filter(like::has).findFirst().orElseThrow();
        JsonObject.Builder whole = JsonObject.builder();
        like.members().forEach(whole::put);
        return whole.put(name, bare).build();
    }
}
