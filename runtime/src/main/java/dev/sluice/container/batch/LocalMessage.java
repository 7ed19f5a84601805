package dev.sluice.container.batch;

import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A message of the container runtime that is still to be sent. Immutable.
 *
 * @param type what it is for
 * @param contents depends on the type; {@code null} if absent
 * @param metadata of the message; {@code null} if absent
 * @since 0.1
 */
public record LocalMessage(
        RuntimeType type,
        @Nullable JsonValue contents,
        @Nullable JsonObject metadata) {
    /** Makes a message. */
    public LocalMessage {
        if (type == RuntimeType.IGNORED) {
            throw new IllegalArgumentException("a message of a type unknown here cannot be sent");
        }
    }

    /** Returns a message without metadata. */
    public static LocalMessage of(RuntimeType type, JsonValue contents) {
        return new LocalMessage(type, contents, null);
    }

    /** Returns the message as ops and groups carry it. */
    JsonObject envelope() {
        JsonObject.Builder envelope = JsonObject.builder().put("type", type.wireName());
        if (contents != null) {
            envelope.put("contents", contents);
        }
        return envelope.build();
    }
}
