package dev.sluice.replay;

import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonString;
import dev.sluice.protocol.json.JsonValue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that a document holds and its recording says otherwise. Immutable.
 *
 * @param where the channel's name and the way to the value in its state, such as {@code map.entries.title}
 * @param expected what the recording says, shortened
 * @param found what the document holds, shortened
 * @since 0.1
 */
public record StateDifference(String where, String expected, String found) {
    private static final int SHOWN = 160;
    private static final String ABSENT = "nothing";

    /** Returns the difference as a sentence. */
    @Override
    public String toString() {
        return where + ": found " + found + ", expected " + expected;
    }

    /** Adds where two values differ. */
    static void collect(String where, JsonValue expected, JsonValue found, List<StateDifference> differences) {
        if (PlainValue.isHash(expected) || PlainValue.isHash(found)) {
            compare(where, hashed(expected), hashed(found), differences);
        } else if (expected instanceof JsonObject said && found instanceof JsonObject own) {
            members(where, said, own, differences);
        } else if (expected instanceof JsonArray said && found instanceof JsonArray own && said.size() == own.size()) {
            for (int i = 0; i < said.size(); i++) {
                collect(where + "[" + i + "]", said.get(i), own.get(i), differences);
            }
        } else {
            compare(where, expected, found, differences);
        }
    }

    private static void members(String where, JsonObject said, JsonObject own, List<StateDifference> differences) {
        Set<String> names = new LinkedHashSet<>(said.members().keySet());
        names.addAll(own.members().keySet());
        for (String name : names) {
            String at = where + "." + name;
            JsonValue expected = said.get(name);
            JsonValue found = own.get(name);
            if (expected != null && found != null) {
                collect(at, expected, found, differences);
            } else {
                differences.add(new StateDifference(at, shown(expected), shown(found)));
            }
        }
    }

    private static void compare(String where, JsonValue expected, JsonValue found, List<StateDifference> differences) {
        if (!expected.equals(found)) {
            differences.add(new StateDifference(where, shown(expected), shown(found)));
        }
    }

    private static JsonValue hashed(JsonValue value) {
        return value instanceof JsonString text ? PlainValue.hashed(text) : value;
    }

    private static String shown(@Nullable JsonValue value) {
        if (value == null) {
            return ABSENT;
        }
        String json = value.toJson();
        return json.length() <= SHOWN ? json : json.substring(0, SHOWN) + "… (" + json.length() + " characters)";
    }
}
