package dev.sluice.server.transport.deltastream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.RawJson;
import dev.sluice.server.ordering.ClientMode;
import dev.sluice.server.transport.socketio.EventPacket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A {@code connect_document} message (SVC §3.4). Immutable.
 *
 * @param document what the client wants to connect to
 * @param token its token; {@code null} if it sent none
 * @param client the client as it describes itself
 * @param versions the protocol versions it speaks
 * @param mode what it asks for
 * @param nonce to be given back with the answer
 * @param supportsSignalsV2 whether its signals are objects with fields of their own
 */
record ConnectRequest(
        DocumentKey document,
        @Nullable String token,
        RawJson client,
        List<String> versions,
        ClientMode mode,
        Optional<String> nonce,
        boolean supportsSignalsV2) {
    private static final List<String> OPTIONAL_TEXTS = List.of("driverVersion", "epoch", "relayUserAgent");

    /** Reads the message, or returns nothing if a field is missing or of the wrong type. */
    static Optional<ConnectRequest> read(EventPacket packet) {
        try (JsonParser parser = Json.parser(packet.array(), packet.offset(), packet.length())) {
            parser.nextToken();
            parser.nextToken();
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            return new Reader(parser, packet).read();
        } catch (IOException | IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static final class Reader {
        private final JsonParser parser;
        private final EventPacket packet;
        private boolean isWellTyped = true;
        private @Nullable String tenant;
        private @Nullable String id;
        private @Nullable String token;
        private @Nullable String mode;
        private @Nullable String nonce;
        private @Nullable RawJson client;
        private @Nullable List<String> versions;
        private boolean supportsSignalsV2;

        Reader(JsonParser parser, EventPacket packet) {
            this.parser = parser;
            this.packet = packet;
        }

        Optional<ConnectRequest> read() throws IOException {
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                switch (field) {
                    case "tenantId" -> tenant = text(value);
                    case "id" -> id = text(value);
                    case "token" -> token = value == JsonToken.VALUE_STRING ? parser.getText() : skip();
                    case "mode" -> mode = text(value);
                    case "nonce" -> nonce = text(value);
                    case "client" -> client = Json.slice(parser, packet.array(), packet.offset());
                    case "versions" -> versions = texts(value);
                    case "supportedFeatures" -> supportsSignalsV2 = readFeatures(value);
                    default -> {
                        if (OPTIONAL_TEXTS.contains(field)) {
                            text(value);
                        } else {
                            skip();
                        }
                    }
                }
            }
            return finish();
        }

        private Optional<ConnectRequest> finish() {
            boolean isComplete = isWellTyped && client != null && client.isObject() && versions != null;
            if (!isComplete || tenant == null || id == null || mode == null || client == null || versions == null) {
                return Optional.empty();
            }
            Optional<ClientMode> asked = switch (mode) {
                case "write" -> Optional.of(ClientMode.WRITE);
                case "read" -> Optional.of(ClientMode.READ);
                default -> Optional.empty();
            };
            if (asked.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new ConnectRequest(
                    DocumentKey.of(tenant, id),
                    token,
                    client,
                    List.copyOf(versions),
                    asked.get(),
                    Optional.ofNullable(nonce),
                    supportsSignalsV2));
        }

        private @Nullable String text(JsonToken value) throws IOException {
            if (value == JsonToken.VALUE_STRING) {
                return parser.getText();
            }
            isWellTyped = false;
            return skip();
        }

        private @Nullable List<String> texts(JsonToken value) throws IOException {
            if (value != JsonToken.START_ARRAY) {
                skip();
                return null;
            }
            List<String> texts = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() == JsonToken.VALUE_STRING) {
                    texts.add(parser.getText());
                } else {
                    skip();
                }
            }
            return texts;
        }

        private boolean readFeatures(JsonToken value) throws IOException {
            boolean found = false;
            if (value != JsonToken.START_OBJECT) {
                skip();
                return false;
            }
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                found |= parser.nextToken() == JsonToken.VALUE_TRUE && field.equals("submit_signals_v2");
                skip();
            }
            return found;
        }

        private @Nullable String skip() throws IOException {
            parser.skipChildren();
            return null;
        }
    }
}
