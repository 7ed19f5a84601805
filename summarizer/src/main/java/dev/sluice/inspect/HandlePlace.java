package dev.sluice.inspect;

import dev.sluice.protocol.json.JsonObject;

/**
 * Where in a channel a handle is held. Immutable.
 *
 * @param kind what sort of place
 * @param in the directory, the collection of intervals, or the column; empty for other kinds
 * @param key the key, position, id or row there; empty for a cell
 * @param pointer the way into the value, as a JSON pointer (RFC 6901); empty if the handle is the value
 * @since 0.1
 */
public record HandlePlace(Kind kind, String in, String key, String pointer) {
    /** The sorts of places. */
    public enum Kind {
        /** A key of a map. */
        MAP_KEY("key"),
        /** A key of a directory. */
        DIRECTORY_KEY("key"),
        /** The value of a cell. */
        CELL("value"),
        /** A property of text at a position. */
        TEXT("text at"),
        /** A property of a marker. */
        MARKER("marker"),
        /** A property of an interval. */
        INTERVAL("interval"),
        /** A cell of a matrix. */
        MATRIX_CELL("cell"),
        /** A register. */
        REGISTER("register"),
        /** An item of a queue, by its place. */
        QUEUE_ITEM("item"),
        /** An item of a queue that a client holds. */
        HELD_ITEM("held item");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** Returns the word for people. */
        public String label() {
            return label;
        }
    }

    /** Returns this place, further into the value. */
    HandlePlace at(String way) {
        return new HandlePlace(kind, in, key, way);
    }

    /** Returns a clause for people. */
    public String text() {
        String where = switch (kind) {
            case MAP_KEY, MARKER, REGISTER -> kind.label() + " \"" + key + "\"";
            case DIRECTORY_KEY -> kind.label() + " \"" + key + "\" in directory " + in;
            case CELL -> kind.label();
            case TEXT, QUEUE_ITEM, HELD_ITEM -> kind.label() + " " + key;
            case INTERVAL -> kind.label() + " " + key + " of \"" + in + "\"";
            case MATRIX_CELL -> kind.label() + " in row " + key + ", column " + in;
        };
        return pointer.isEmpty() ? where : where + " at " + pointer;
    }

    /** Returns the form in JSON. */
    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder().put("kind", kind.name());
        if (!in.isEmpty()) {
            json.put("in", in);
        }
        if (!key.isEmpty()) {
            json.put("key", key);
        }
        if (!pointer.isEmpty()) {
            json.put("pointer", pointer);
        }
        return json.build();
    }
}
