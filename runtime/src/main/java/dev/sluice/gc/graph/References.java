package dev.sluice.gc.graph;

import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonHandle;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonString;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The references in the contents of a data store's op, found as every client finds them (garbage-collection §1.7). Confined to
 * one thread.
 */
final class References {
    private final List<String> targets = new ArrayList<>();
    private @Nullable String address;

    private References() {}

    static References in(JsonValue contents) {
        References found = new References();
        found.scan(contents);
        return found;
    }

    /** The channel that the op names first; empty if it names none, for then it belongs to no node of the graph. */
    String channelId() {
        return address == null ? "" : address;
    }

    List<String> targets() {
        return targets;
    }

    private void scan(JsonValue value) {
        if (value instanceof JsonObject object) {
            object.members().forEach((name, member) -> {
                JsonHandle.urlOf(member).ifPresent(targets::add);
                if (address == null && name.equals("address") && member instanceof JsonString text) {
                    address = text.value();
                }
                scan(member);
            });
        } else if (value instanceof JsonArray array) {
            array.elements().forEach(element -> {
                JsonHandle.urlOf(element).ifPresent(targets::add);
                scan(element);
            });
        }
    }
}
