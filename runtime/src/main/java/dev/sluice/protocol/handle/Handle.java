package dev.sluice.protocol.handle;

import dev.sluice.protocol.json.JsonHandle;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.Optional;

/**
 * A reference to a data store, a data structure or an attachment blob, which can be kept as a value or anywhere inside one. What
 * a handle leads to stays as long as the handle can be reached. Two are equal if they lead to the same place.
 *
 * <pre>{@code
 * tasks.set("notes", notes.handle());
 * Handle found = tasks.getHandle("notes").orElseThrow();
 * }</pre>
 *
 * <p>Immutable.
 *
 * @param path where it leads
 * @since 0.1
 */
public record Handle(NodePath path) {
    /**
     * Returns the handle of an absolute URL, such as {@code /store/channel}.
     *
     * @throws IllegalArgumentException if it is relative
     */
    public static Handle ofUrl(String url) {
        if (!url.startsWith("/")) {
            throw new IllegalArgumentException("the url of a handle begins with /, unlike " + url);
        }
        return new Handle(NodePath.ofUrl(url));
    }

    /** Returns the handle that a value is, if it is one with an absolute URL. */
    public static Optional<Handle> of(JsonValue value) {
        return JsonHandle.urlOf(value).filter(url -> url.startsWith("/")).map(Handle::ofUrl);
    }

    /** Returns the URL. */
    public String url() {
        return path.text();
    }

    /** Returns the value by which documents hold this handle. */
    public JsonObject toJson() {
        return JsonHandle.of(path.text());
    }
}
