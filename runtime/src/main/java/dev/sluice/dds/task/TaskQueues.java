package dev.sluice.dds.task;

import dev.sluice.datastore.channel.ChannelException;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * For each task the clients that would do it; the first one does (dds-formats §7). No queue is empty. A function of the sequenced
 * ops alone. Mutable.
 */
final class TaskQueues {
    private final Map<String, List<String>> queues = new LinkedHashMap<>();

    /** Reads stored queues, without the clients that are gone. */
    static TaskQueues read(JsonValue json, Predicate<String> isMember) {
        TaskQueues read = new TaskQueues();
        for (JsonValue entry : array(json).elements()) {
            JsonArray pair = array(entry);
            String task = pair.size() == 2 ? pair.get(0).asString().orElse(null) : null;
            if (task == null) {
                throw new ChannelException("found " + entry.toJson() + ", expected a task and its clients");
            }
            for (JsonValue client : array(pair.get(1)).elements()) {
                client.asString().filter(isMember).ifPresent(id -> read.add(task, id));
            }
        }
        return read;
    }

    private static JsonArray array(JsonValue json) {
        return json.asArray().orElseThrow(() -> new ChannelException("found " + json.toJson() + ", expected an array"));
    }

    JsonArray write(Predicate<String> isMember) {
        List<JsonValue> entries = new ArrayList<>();
        queues.forEach((task, clients) -> {
            List<JsonValue> written = new ArrayList<>();
            clients.stream().filter(isMember).forEach(client -> written.add(JsonValue.of(client)));
            if (!written.isEmpty()) {
                entries.add(JsonArray.of(JsonValue.of(task), new JsonArray(written)));
            }
        });
        return new JsonArray(entries);
    }

    List<String> tasks() {
        return List.copyOf(queues.keySet());
    }

    List<String> clients(String task) {
        return queues.getOrDefault(task, List.of());
    }

    Optional<String> holder(String task) {
        return clients(task).stream().findFirst();
    }

    void add(String task, String client) {
        List<String> clients = queues.computeIfAbsent(task, key -> new ArrayList<>());
        if (!clients.contains(client)) {
            clients.add(client);
        }
    }

    void remove(String task, String client) {
        List<String> clients = queues.get(task);
        if (clients != null && clients.remove(client) && clients.isEmpty()) {
            queues.remove(task);
        }
    }

    void complete(String task) {
        queues.remove(task);
    }
}
