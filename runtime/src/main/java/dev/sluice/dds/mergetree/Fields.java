package dev.sluice.dds.mergetree;

import dev.sluice.protocol.json.JsonNumber;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** Reads numbers out of ops and snapshots. */
final class Fields {
    private Fields() {}

    static int whole(JsonObject object, String name) {
        return whole(object.get(name), name);
    }

    static int whole(@Nullable JsonValue value, String name) {
        long number = number(value, name);
        if (number != (int) number) {
            throw new MergeTreeException(name + " is out of range: " + number);
        }
        return (int) number;
    }

    static long sequence(JsonObject object, String name) {
        return sequence(object.get(name), name);
    }

    static long sequence(@Nullable JsonValue value, String name) {
        long number = number(value, name);
        if (number < 0) {
            throw new MergeTreeException(name + " is no place in the order: " + number);
        }
        return number;
    }

    private static long number(@Nullable JsonValue value, String name) {
        if (value instanceof JsonNumber number && number.isInteger()) {
            return (long) number.value();
        }
        throw new MergeTreeException(name + " should be a whole number, not " + (value == null ? "absent" : value));
    }
}
