package dev.sluice.container.signal;

import dev.sluice.driver.OutboundSignal;
import dev.sluice.driver.Signal;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonNull;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.Optional;

/**
 * Signals as they travel: for the container, or for one of its data stores (RT-096). Immutable.
 *
 * @param storeId the data store it is for, if any
 * @param signal what came
 * @since 0.1
 */
public record SignalEnvelope(Optional<String> storeId, ContainerSignal signal) {
    /**
     * Reads a signal.
     *
     * @param ownClientId as whom this container is connected
     * @return empty if it is for an extension, which this runtime has none of, or no signal of a runtime at all: signals are not
     *     checked by the service, and nobody's state depends on them
     */
    public static Optional<SignalEnvelope> read(Signal received, Optional<String> ownClientId) {
        String sender = received.clientId();
        Optional<JsonObject> envelope = envelope(received.content());
        if (sender == null || envelope.isEmpty()) {
            return Optional.empty();
        }
        Optional<JsonObject> contents = envelope.get().object("contents");
        Optional<String> type = contents.flatMap(inner -> inner.string("type"));
        Optional<String> address = envelope.get().string("address");
        if (type.isEmpty() || address.filter(text -> text.startsWith("/")).isPresent()) {
            return Optional.empty();
        }
        JsonValue content = contents.map(inner -> inner.get("content")).orElse(JsonNull.NULL);
        boolean isOwn = ownClientId.filter(sender::equals).isPresent();
        return Optional.of(new SignalEnvelope(
                address, new ContainerSignal(type.get(), content, sender, isOwn, received.targetClientId() != null)));
    }

    /**
     * Writes a signal.
     *
     * @param storeId the data store it is for, if any
     * @param targetClientId the only receiver, if it is not for everybody
     */
    public static OutboundSignal write(
            Optional<String> storeId, String type, JsonValue content, Optional<String> targetClientId) {
        JsonObject.Builder envelope = JsonObject.builder();
        storeId.ifPresent(id -> envelope.put("address", id));
        envelope.put(
                "contents",
                JsonObject.builder().put("type", type).put("content", content).build());
        RawJson text = RawJson.ofString(envelope.build().toJson());
        return targetClientId
                .map(target -> OutboundSignal.to(target, text))
                .orElseGet(() -> OutboundSignal.toAll(text));
    }

    private static Optional<JsonObject> envelope(RawJson content) {
        try {
            JsonValue value = JsonValue.parse(content);
            return value.asString().map(JsonValue::parse).orElse(value).asObject();
        } catch (JsonException foreign) {
            return Optional.empty();
        }
    }
}
