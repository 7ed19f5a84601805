package dev.sluice.gc.op;

import dev.sluice.gc.GcException;
import dev.sluice.gc.GcException.Kind;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.List;

/**
 * What a message of type {@code GC} says. Immutable.
 *
 * @since 0.1
 */
public sealed interface GcOp {
    /** Returns the contents of the message. */
    JsonObject toJson();

    /** Returns the word by which messages tell this sort of op. */
    String type();

    /**
     * Nodes are deleted, at every client alike.
     *
     * @param nodeIds data stores and attachment blobs, by absolute path
     */
    record Sweep(List<String> nodeIds) implements GcOp {
        static final String TYPE = "Sweep";

        /** Copies the list. */
        public Sweep {
            nodeIds = List.copyOf(nodeIds);
        }

        @Override
        public String type() {
            return TYPE;
        }

        @Override
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("type", TYPE)
                    .put(
                            "deletedNodeIds",
                            JsonValue.of(nodeIds.stream().map(JsonValue::of).toList()))
                    .build();
        }
    }

    /**
     * Somebody loaded a tombstone: it is to be kept, with all that it refers to, for a while.
     *
     * @param nodePath what was asked for, without query; it may lead into a data store
     */
    record TombstoneLoaded(String nodePath) implements GcOp {
        static final String TYPE = "TombstoneLoaded";

        @Override
        public String type() {
            return TYPE;
        }

        @Override
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("type", TYPE)
                    .put("nodePath", nodePath)
                    .build();
        }
    }

    /**
     * Reads the contents of a message.
     *
     * @throws GcException if they are of another form, or of a type unknown here (GC-143)
     */
    static GcOp parse(JsonObject contents) {
        return switch (contents.string("type").orElse("")) {
            case Sweep.TYPE ->
                new Sweep(contents.array("deletedNodeIds").map(JsonArray::elements).orElse(List.of()).stream()
                        .map(id -> id.asString().orElseThrow(() -> new JsonException("a deleted node that is no path")))
                        .toList());
            case TombstoneLoaded.TYPE ->
                new TombstoneLoaded(contents.string("nodePath")
                        .orElseThrow(() -> new JsonException("a tombstone that was loaded, without path")));
            default ->
                throw new GcException(
                        Kind.DATA_PROCESSING,
                        "Garbage collection message of unknown type "
                                + (contents.has("type")
                                        ? contents.require("type").toJson()
                                        : "undefined"));
        };
    }
}
