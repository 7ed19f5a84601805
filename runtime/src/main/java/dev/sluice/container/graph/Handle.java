package dev.sluice.container.graph;

import dev.sluice.protocol.json.JsonHandle;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.Optional;

/**
 * A reference to a data store, a channel or an attachment blob, as values hold it. Two are equal if they lead to the same place.
 * Immutable.
 *
 * @param path where it leads
 * @since 0.1
 */
public record Handle(NodePath path) {
    /** Returns the handle in a value, if it is one with an absolute URL. */
    public static Optional<Handle> of(JsonValue value) {
        return JsonHandle.urlOf(value).filter(url -> url.startsWith("/")).map(url -> new Handle(NodePath.ofUrl(url)));
    }

    /** Returns the value to put into a data structure. */
    public JsonObject toJson() {
        return JsonHandle.of(path.text());
    }
}
