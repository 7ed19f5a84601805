package dev.sluice.loader;

import dev.sluice.driver.ConnectedDetails.ConnectedClient;
import dev.sluice.driver.Signal;
import dev.sluice.event.Listeners;
import dev.sluice.event.Registration;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Who is connected, from the service's own signals (runtime-formats §3.4). Rebuilt with every connection, and whenever the
 * service says {@code clear}. Confined to the container's thread.
 */
final class AudienceView implements Audience {
    private final Map<String, JsonObject> clients = new LinkedHashMap<>();
    private final Listeners<AudienceChange> listeners;

    AudienceView(Consumer<RuntimeException> failures) {
        this.listeners = new Listeners<>(failures);
    }

    @Override
    public Map<String, JsonObject> clients() {
        return Collections.unmodifiableMap(clients);
    }

    @Override
    public Registration onChange(Consumer<AudienceChange> listener) {
        return listeners.add(listener);
    }

    /** Begins anew with those who are there. */
    void rebuild(List<ConnectedClient> present) {
        clear();
        present.forEach(client -> JsonValue.parse(client.client())
                .asObject()
                .ifPresent(description -> join(client.clientId(), description)));
    }

    /** Takes a signal of the service; returns whether it is one about the audience. */
    boolean take(Signal signal) {
        if (signal.clientId() != null) {
            return false;
        }
        Optional<JsonObject> told = parse(signal);
        switch (told.flatMap(message -> message.string("type")).orElse("")) {
            case "join" -> told.flatMap(message -> message.object("content")).ifPresent(this::join);
            case "leave" -> told.flatMap(message -> message.string("content")).ifPresent(this::leave);
            case "clear" -> clear();
            default -> {
                return false;
            }
        }
        return true;
    }

    private void join(JsonObject content) {
        String clientId = content.string("clientId").orElse("");
        if (!clientId.isEmpty()) {
            join(clientId, content.object("client").orElse(JsonObject.EMPTY));
        }
    }

    private void join(String clientId, JsonObject client) {
        if (clients.putIfAbsent(clientId, client) == null) {
            listeners.tell(new AudienceChange(clientId, client, true));
        }
    }

    private void leave(String clientId) {
        JsonObject client = clients.remove(clientId);
        if (client != null) {
            listeners.tell(new AudienceChange(clientId, client, false));
        }
    }

    private void clear() {
        List.copyOf(clients.keySet()).forEach(this::leave);
    }

    /** Signals of newer services may look as they like: what cannot be read is not about the audience. */
    private static Optional<JsonObject> parse(Signal signal) {
        try {
            JsonValue content = JsonValue.parse(signal.content());
            Optional<String> text = content.asString();
            return text.isPresent() ? JsonValue.parse(text.get()).asObject() : content.asObject();
        } catch (JsonException unreadable) {
            return Optional.empty();
        }
    }
}
