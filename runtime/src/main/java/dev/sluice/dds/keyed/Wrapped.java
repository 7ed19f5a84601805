package dev.sluice.dds.keyed;

import dev.sluice.datastore.channel.ChannelException;
import dev.sluice.protocol.json.JsonHandle;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The form of values in ops and snapshots (dds-formats §1.3): {@code {"type":"Plain","value":…}}, without {@code value} if
 * undefined.
 *
 * @since 0.1
 */
public final class Wrapped {
    /** The type that is written. */
    public static final String PLAIN = "Plain";

    private static final String SHARED = "Shared";
    private static final String VALUE = "value";

    private Wrapped() {}

    /** Returns the written form of a value or of none. */
    public static JsonObject write(Optional<JsonValue> value) {
        return JsonObject.builder()
                .put("type", PLAIN)
                .putIfPresent(VALUE, value)
                .build();
    }

    /**
     * Reads a value; one of the legacy type {@code Shared} is a handle.
     *
     * @param absolute makes its handles absolute
     * @throws ChannelException if it is of another form
     */
    public static Optional<JsonValue> read(JsonValue wrapped, UnaryOperator<JsonValue> absolute) {
        if (wrapped instanceof JsonObject object) {
            String type = object.string("type").orElse("");
            if (type.equals(PLAIN)) {
                return Optional.ofNullable(object.get(VALUE)).map(absolute);
            }
            if (type.equals(SHARED) && object.string(VALUE).isPresent()) {
                return object.string(VALUE).map(url -> absolute.apply(JsonHandle.of(url)));
            }
        }
        throw new ChannelException("found value " + wrapped.toJson() + ", expected one of type Plain");
    }
}
