package dev.sluice.dds;

import dev.sluice.protocol.json.JsonHandle;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.Optional;

/**
 * A reference to a data store, a data structure or an attachment blob, which can be kept as a value or anywhere inside one. What
 * a handle leads to stays as long as the handle can be reached.
 *
 * <pre>{@code
 * tasks.set("notes", notes.handle());
 * Handle found = tasks.getHandle("notes").orElseThrow();
 * }</pre>
 *
 * <p>Immutable.
 *
 * @param url an absolute path, such as {@code /store/channel}
 * @since 0.1
 */
public record Handle(String url) {
    /** Checks that the path is absolute. */
    public Handle {
        if (!url.startsWith("/")) {
            throw new IllegalArgumentException("the url of a handle begins with /, unlike " + url);
        }
    }

    /** Returns the handle that a value is, if it is one. */
    public static Optional<Handle> of(JsonValue value) {
        return JsonHandle.urlOf(value).filter(url -> url.startsWith("/")).map(Handle::new);
    }

    /** Returns the value by which documents hold this handle. */
    public JsonObject toJson() {
        return JsonHandle.of(url);
    }
}
