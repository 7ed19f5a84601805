package dev.sluice.server.driver;

import dev.sluice.driver.OutboundSignal;
import dev.sluice.driver.Signal;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.json.JsonNumber;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/** Signals as receivers see them (SVC §3.6). Pure. */
final class SignalCodec {
    private SignalCodec() {}

    static Signal read(byte[] json) {
        JsonObject signal = JsonValue.parse(new String(json, StandardCharsets.UTF_8))
                .asObject()
                .orElse(JsonObject.EMPTY);
        return new Signal(
                signal.string("clientId").orElse(null),
                Optional.ofNullable(signal.get("content"))
                        .map(content -> RawJson.of(content.toJson()))
                        .orElse(RawJson.NULL),
                signal.string("type").orElse(null),
                number(signal, "clientConnectionNumber"),
                number(signal, "referenceSequenceNumber"),
                signal.string("targetClientId").orElse(null));
    }

    static byte[] write(String clientId, OutboundSignal signal) {
        JsonObject.Builder told =
                JsonObject.builder().put("clientId", clientId).put("content", JsonValue.parse(signal.content()));
        Optional.ofNullable(signal.type()).ifPresent(type -> told.put("type", type));
        signal.clientConnectionNumber().ifPresent(number -> told.put("clientConnectionNumber", number));
        signal.referenceSequenceNumber().ifPresent(number -> told.put("referenceSequenceNumber", number));
        Optional.ofNullable(signal.targetClientId()).ifPresent(target -> told.put("targetClientId", target));
        return told.build().toJson().getBytes(StandardCharsets.UTF_8);
    }

    private static OptionalLong number(JsonObject signal, String name) {
        Optional<JsonNumber> number = signal.number(name).filter(JsonNumber::isInteger);
        return number.isPresent() ? OptionalLong.of((long) number.get().value()) : OptionalLong.empty();
    }
}
