package dev.sluice.container;

import dev.sluice.container.batch.LocalMessage;
import dev.sluice.container.batch.RuntimeType;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which messages are edits of the user, so that losing them would be a loss (RT-026). Pure. */
final class UserEdits {
    private static final String SCHEDULER = "_scheduler";

    private UserEdits() {}

    static boolean is(LocalMessage message) {
        return switch (message.type()) {
            case ID_ALLOCATION, SCHEMA, GC, REJOIN, IGNORED -> false;
            case BLOB_ATTACH, ALIAS -> true;
            case COMPONENT -> !text(message.contents(), "address").equals(Optional.of(SCHEDULER));
            case ATTACH -> !text(message.contents(), "id").equals(Optional.of(SCHEDULER));
        };
    }

    /** Whether the message tells of a new data store, channel or blob. */
    static boolean makesKnown(LocalMessage message) {
        if (message.type() == RuntimeType.COMPONENT) {
            return Optional.ofNullable(message.contents())
                    .flatMap(JsonValue::asObject)
                    .flatMap(contents -> contents.object("contents"))
                    .flatMap(inner -> inner.string("type"))
                    .equals(Optional.of("attach"));
        }
        return message.type() == RuntimeType.ATTACH || message.type() == RuntimeType.BLOB_ATTACH;
    }

    private static Optional<String> text(@Nullable JsonValue contents, String name) {
        return contents instanceof JsonObject object ? object.string(name) : Optional.empty();
    }
}
