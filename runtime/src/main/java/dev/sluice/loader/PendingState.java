package dev.sluice.loader;

import dev.sluice.driver.Version;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonNumber;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a closed container leaves behind so that a later one can go on: the version it was loaded from, the ops since then, what
 * it sent last, and the edits that the service does not have yet.
 *
 * <p>The document may have moved on and been summarized meanwhile; the service must still keep the version. Ops that were under
 * way when the container was closed are recognized if they were sequenced, and sent again if not. Immutable.
 *
 * @param key the document
 * @param base the version
 * @param ops the ops after the version, up to where the container was
 * @param sent what may be under way, if it ever was connected
 * @param runtime what the hosted runtime needs
 * @since 0.1
 */
public record PendingState(
        DocumentKey key, Version base, List<SequencedMessage> ops, Optional<Sent> sent, JsonValue runtime) {
    private static final String FORMAT = "sluice-pending";
    private static final long VERSION = 1;

    /**
     * The last connection.
     *
     * @param clientId its client id
     * @param last the client sequence number of the last op sent
     * @param seen that of the last op that was seen in the order
     */
    public record Sent(String clientId, long last, long seen) {}

    /** Makes one of a copy of the ops. */
    public PendingState {
        ops = List.copyOf(ops);
    }

    /** Returns the state as JSON, to be kept until {@link #parse}. */
    public String toJson() {
        // Ops are kept as text: a repeated op must equal the first in every byte.
        List<JsonValue> texts = new ArrayList<>();
        ops.forEach(op -> texts.add(JsonValue.of(new String(op.toBytes(), StandardCharsets.UTF_8))));
        return JsonObject.builder()
                .put("format", FORMAT)
                .put("version", VERSION)
                .put("tenant", key.tenant().value())
                .put("document", key.document().value())
                .put(
                        "base",
                        JsonObject.builder()
                                .put("id", base.id())
                                .put("treeId", base.treeId())
                                .build())
                .put("ops", new JsonArray(texts))
                .putIfPresent("sent", sent.map(PendingState::describe))
                .put("runtime", runtime)
                .build()
                .toJson();
    }

    /**
     * Reads a state.
     *
     * @throws ContainerException if it is none, or one of a later version
     */
    public static PendingState parse(String json) {
        try {
            JsonObject state = JsonValue.parse(json).asObject().orElse(JsonObject.EMPTY);
            if (state.string("format").filter(FORMAT::equals).isEmpty() || number(state, "version") != VERSION) {
                throw new ContainerException(
                        ContainerException.Kind.USAGE, "found no pending state of version " + VERSION);
            }
            JsonObject base = state.object("base").orElse(JsonObject.EMPTY);
            return new PendingState(
                    DocumentKey.of(text(state, "tenant"), text(state, "document")),
                    new Version(text(base, "id"), text(base, "treeId")),
                    ops(state.array("ops").orElse(JsonArray.EMPTY)),
                    state.object("sent").map(PendingState::sent),
                    state.require("runtime"));
        } catch (JsonException | IllegalArgumentException malformed) {
            throw new ContainerException(ContainerException.Kind.USAGE, "a damaged pending state", malformed);
        }
    }

    private static JsonObject describe(Sent sent) {
        return JsonObject.builder()
                .put("clientId", sent.clientId())
                .put("last", sent.last())
                .put("seen", sent.seen())
                .build();
    }

    private static Sent sent(JsonObject sent) {
        return new Sent(text(sent, "clientId"), number(sent, "last"), number(sent, "seen"));
    }

    private static List<SequencedMessage> ops(JsonArray texts) {
        return texts.elements().stream()
                .map(text -> SequencedMessage.parse(text.asString().orElse("").getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    private static String text(JsonObject object, String name) {
        return object.string(name).orElseThrow(() -> new JsonException("found no text " + name));
    }

    private static long number(JsonObject object, String name) {
        return object.number(name)
                .filter(JsonNumber::isInteger)
                .map(number -> (long) number.value())
                .orElseThrow(() -> new JsonException("found no number " + name));
    }
}
