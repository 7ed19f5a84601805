package dev.sluice.server.transport.deltastream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.JsonWriter;
import dev.sluice.protocol.RawJson;
import dev.sluice.server.transport.socketio.EventPacket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@code submitSignal} event, taken apart (SVC §3.6). Immutable.
 *
 * @param clientId who claims to signal; empty if that was no string
 * @param signals those before the first bad one, in order
 * @param isWellFormed whether there was no bad one
 */
record SubmittedSignals(String clientId, List<Signal> signals, boolean isWellFormed) {
    private static final Set<String> NUMBERS = Set.of("clientConnectionNumber", "referenceSequenceNumber");
    private static final Set<String> TEXTS = Set.of("type", "targetClientId");

    /**
     * One signal.
     *
     * @param json what receivers see
     * @param target the only receiver, if there is only one
     */
    record Signal(byte[] json, Optional<String> target) {}

    /** Which form a connection's signals have, by the feature it announced and not by their shape. */
    enum Form {
        /** Bare contents. */
        V1,
        /** Objects with fields of their own. */
        V2
    }

    static SubmittedSignals read(EventPacket packet, java.util.function.Function<String, Form> formOf) {
        String clientId = "";
        List<Signal> signals = new ArrayList<>();
        boolean isWellFormed = true;
        try (JsonParser parser = Json.parser(packet.array(), packet.offset(), packet.length())) {
            parser.nextToken();
            parser.nextToken();
            if (parser.nextToken() == JsonToken.VALUE_STRING) {
                clientId = parser.getText();
            } else {
                parser.skipChildren();
            }
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                isWellFormed = false;
            } else if (formOf.apply(clientId) == Form.V1) {
                readV1(parser, packet, clientId, signals);
            } else {
                isWellFormed = readV2(parser, packet, clientId, signals);
            }
        } catch (IOException malformed) {
            isWellFormed = false;
        }
        return new SubmittedSignals(clientId, signals, isWellFormed);
    }

    private static void readV1(JsonParser parser, EventPacket packet, String clientId, List<Signal> into)
            throws IOException {
        while (nextElement(parser)) {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                into.add(v1(parser, packet, clientId));
                continue;
            }
            while (nextElement(parser)) {
                into.add(v1(parser, packet, clientId));
            }
        }
    }

    private static Signal v1(JsonParser parser, EventPacket packet, String clientId) throws IOException {
        RawJson content = Json.slice(parser, packet.array(), packet.offset());
        JsonWriter out =
                new JsonWriter(64 + content.size()).ascii("{\"clientId\":").string(clientId);
        return new Signal(out.ascii(",\"content\":").value(content).ascii("}").toBytes(), Optional.empty());
    }

    private static boolean readV2(JsonParser parser, EventPacket packet, String clientId, List<Signal> into)
            throws IOException {
        while (nextElement(parser)) {
            Signal signal = v2(parser, packet, clientId);
            if (signal == null) {
                return false;
            }
            into.add(signal);
        }
        return true;
    }

    /** Fields go on as they are; what is absent stays absent, and nobody signs with another's id. */
    private static @Nullable Signal v2(JsonParser parser, EventPacket packet, String clientId) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return null;
        }
        JsonWriter out = new JsonWriter(256).ascii("{\"clientId\":").string(clientId);
        String target = null;
        boolean hasContent = false;
        boolean isWellTyped = true;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            isWellTyped &= !NUMBERS.contains(field) || value.isNumeric();
            isWellTyped &= !TEXTS.contains(field) || value == JsonToken.VALUE_STRING;
            hasContent |= field.equals("content");
            if (field.equals("targetClientId") && value == JsonToken.VALUE_STRING) {
                target = parser.getText();
            }
            RawJson raw = Json.slice(parser, packet.array(), packet.offset());
            if (!field.equals("clientId")) {
                out.ascii(",").string(field).ascii(":").value(raw);
            }
        }
        return hasContent && isWellTyped ? new Signal(out.ascii("}").toBytes(), Optional.ofNullable(target)) : null;
    }

    private static boolean nextElement(JsonParser parser) throws IOException {
        @Nullable JsonToken token = parser.nextToken();
        return token != null && token != JsonToken.END_ARRAY;
    }
}
