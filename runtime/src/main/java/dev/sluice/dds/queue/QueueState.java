package dev.sluice.dds.queue;

import dev.sluice.datastore.channel.ChannelException;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The items that wait and those that are held (dds-formats §6): a function of the sequenced ops alone. Mutable. */
final class QueueState {
    private static final String VALUE = "value";
    private static final String CLIENT = "clientId";

    private final Deque<JsonValue> items = new ArrayDeque<>();
    private final Map<String, Held> held = new LinkedHashMap<>();

    /** An item with its holder, who is empty if the snapshot does not say. */
    record Held(JsonValue value, String clientId) {
        static Held read(JsonObject json) {
            return new Held(json.require(VALUE), json.string(CLIENT).orElse(""));
        }

        JsonObject write() {
            JsonObject.Builder json = JsonObject.builder().put(VALUE, value);
            return (clientId.isEmpty() ? json : json.put(CLIENT, clientId)).build();
        }
    }

    Deque<JsonValue> items() {
        return items;
    }

    Map<String, Held> held() {
        return held;
    }

    void add(JsonValue item) {
        items.add(item);
    }

    Optional<JsonValue> acquire(String acquireId, String clientId) {
        Optional<JsonValue> item = Optional.ofNullable(items.poll());
        item.ifPresent(value -> held.put(acquireId, new Held(value, clientId)));
        return item;
    }

    Optional<Held> complete(String acquireId) {
        return Optional.ofNullable(held.remove(acquireId));
    }

    Optional<Held> release(String acquireId) {
        Optional<Held> released = complete(acquireId);
        released.ifPresent(item -> items.add(item.value));
        return released;
    }

    /** Puts back what a client held, in the order in which it was acquired. */
    List<Held> releaseAll(String clientId) {
        List<Held> released = held.values().stream()
                .filter(item -> item.clientId.equals(clientId))
                .toList();
        held.values().removeIf(item -> item.clientId.equals(clientId));
        released.forEach(item -> items.add(item.value));
        return released;
    }

    QueueState copy() {
        QueueState copy = new QueueState();
        copy.items.addAll(items);
        copy.held.putAll(held);
        return copy;
    }

    static QueueState read(JsonValue items, JsonValue tracking) {
        QueueState state = new QueueState();
        array(items).elements().forEach(state.items::add);
        for (JsonValue entry : array(tracking).elements()) {
            JsonArray pair = array(entry);
            if (pair.size() != 2) {
                throw new ChannelException("found " + entry.toJson() + ", expected an acquire id and an item");
            }
            state.held.put(
                    pair.get(0).asString().orElse(""),
                    Held.read(pair.get(1).asObject().orElse(JsonObject.EMPTY)));
        }
        return state;
    }

    private static JsonArray array(JsonValue json) {
        return json.asArray().orElseThrow(() -> new ChannelException("found " + json.toJson() + ", expected an array"));
    }

    JsonArray writeItems() {
        return new JsonArray(List.copyOf(items));
    }

    JsonArray writeTracking() {
        List<JsonValue> entries = new ArrayList<>();
        held.forEach((acquireId, item) -> entries.add(JsonArray.of(JsonValue.of(acquireId), item.write())));
        return new JsonArray(entries);
    }
}
