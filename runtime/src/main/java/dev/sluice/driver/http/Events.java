package dev.sluice.driver.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.driver.ConnectedDetails;
import dev.sluice.driver.ConnectedDetails.ConnectedClient;
import dev.sluice.driver.ConnectionMode;
import dev.sluice.driver.ServiceConfiguration;
import dev.sluice.driver.Signal;
import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Nack;
import dev.sluice.protocol.NackType;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonBoolean;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonNumber;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonString;
import dev.sluice.protocol.json.JsonValue;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the arguments of a service's events (SVC §3.3 to §3.8); throws {@link IOException} if they are not as expected. */
final class Events {
    private Events() {}

    static List<SequencedMessage> ops(RawJson argument) throws IOException {
        return Answers.ops(argument.toBytes());
    }

    static List<Nack> nacks(RawJson argument) throws IOException {
        byte[] utf8 = argument.toBytes();
        List<Nack> nacks = new ArrayList<>();
        try (JsonParser parser = Json.parser(utf8, 0, utf8.length)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new IOException("nacks are no array");
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() != JsonToken.START_OBJECT) {
                    throw new IOException("a nack is no object");
                }
                nacks.add(nack(parser, utf8));
            }
        }
        return nacks;
    }

    private static Nack nack(JsonParser parser, byte[] utf8) throws IOException {
        DocumentMessage operation = null;
        long sequenceNumber = -1;
        JsonObject content = JsonObject.EMPTY;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            switch (field) {
                case "operation" -> operation = DocumentMessage.read(parser, utf8, 0);
                case "sequenceNumber" -> sequenceNumber = value.isNumeric() ? parser.getLongValue() : -1;
                case "content" -> content = object(Json.slice(parser, utf8, 0));
                default -> parser.skipChildren();
            }
        }
        int code = (int)
                content.number("code").map(JsonNumber::value).orElse(400.0).doubleValue();
        return new Nack(
                operation,
                sequenceNumber,
                code,
                nackType(content.string("type").orElse(""), code),
                content.string("message").orElse(""),
                content.number("retryAfter").flatMap(seconds -> Waits.ofSeconds(seconds.value())));
    }

    private static NackType nackType(String name, int code) {
        for (NackType type : NackType.values()) {
            if (type.wireName().equals(name)) {
                return type;
            }
        }
        return switch (code) {
            case 403 -> NackType.INVALID_SCOPE;
            case 429 -> NackType.THROTTLING;
            default -> NackType.BAD_REQUEST;
        };
    }

    static Signal signal(RawJson argument) throws IOException {
        byte[] utf8 = argument.toBytes();
        String clientId = null;
        RawJson content = RawJson.NULL;
        String type = null;
        String target = null;
        OptionalLong connection = OptionalLong.empty();
        OptionalLong reference = OptionalLong.empty();
        try (JsonParser parser = Json.parser(utf8, 0, utf8.length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("a signal is no object");
            }
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                switch (field) {
                    case "clientId" -> clientId = textOrNull(parser, value);
                    case "content" -> content = Json.slice(parser, utf8, 0);
                    case "type" -> type = textOrNull(parser, value);
                    case "targetClientId" -> target = textOrNull(parser, value);
                    case "clientConnectionNumber" -> connection = numberOrNone(parser, value);
                    case "referenceSequenceNumber" -> reference = numberOrNone(parser, value);
                    default -> parser.skipChildren();
                }
            }
        }
        return new Signal(clientId, content, type, connection, reference, target);
    }

    static ConnectedDetails connected(RawJson argument) throws IOException {
        JsonObject answer = object(argument);
        String mode = answer.string("mode").orElse("");
        JsonObject features = answer.object("supportedFeatures").orElse(JsonObject.EMPTY);
        JsonObject claims = answer.object("claims").orElse(JsonObject.EMPTY);
        return new ConnectedDetails(
                answer.string("clientId").orElseThrow(() -> new IOException("a connection without clientId")),
                mode.equals(ConnectionMode.WRITE.wireName()) ? ConnectionMode.WRITE : ConnectionMode.READ,
                Set.copyOf(texts(claims.array("scopes"))),
                raw(claims),
                configuration(answer.object("serviceConfiguration").orElse(JsonObject.EMPTY)),
                clients(answer.array("initialClients").orElse(JsonArray.EMPTY)),
                initialOps(answer.array("initialMessages").orElse(JsonArray.EMPTY)),
                initialSignals(answer.array("initialSignals").orElse(JsonArray.EMPTY)),
                answer.string("version").orElse(""),
                features.get("submit_signals_v2") == JsonBoolean.TRUE,
                number(answer, "checkpointSequenceNumber"),
                number(answer, "timestamp").orElse(0));
    }

    /** Returns the nonce of an answer to connect_document, if there is one. */
    static Optional<String> nonce(RawJson argument) throws IOException {
        return object(argument).string("nonce");
    }

    private static ServiceConfiguration configuration(JsonObject given) {
        ServiceConfiguration defaults = ServiceConfiguration.DEFAULTS;
        return new ServiceConfiguration(
                positive(given, "maxMessageSize", defaults.maxMessageSize()),
                positive(given, "blockSize", defaults.blockSize()),
                Duration.ofMillis(positive(
                        given, "noopTimeFrequency", (int) defaults.noopTime().toMillis())),
                positive(given, "noopCountFrequency", defaults.noopCount()));
    }

    /** What is no positive number counts as not told: a client that sent noops all the time would be of no use. */
    private static int positive(JsonObject given, String name, int otherwise) {
        long told = number(given, name).orElse(otherwise);
        return told > 0 && told <= Integer.MAX_VALUE ? (int) told : otherwise;
    }

    private static List<ConnectedClient> clients(JsonArray given) {
        List<ConnectedClient> clients = new ArrayList<>();
        for (JsonValue one : given.elements()) {
            JsonObject fields = one.asObject().orElse(JsonObject.EMPTY);
            JsonValue client = fields.get("client");
            fields.string("clientId")
                    .ifPresent(id -> clients.add(new ConnectedClient(id, client == null ? RawJson.NULL : raw(client))));
        }
        return clients;
    }

    private static List<SequencedMessage> initialOps(JsonArray given) throws IOException {
        return given.size() == 0 ? List.of() : ops(raw(given));
    }

    private static List<Signal> initialSignals(JsonArray given) throws IOException {
        List<Signal> signals = new ArrayList<>();
        for (JsonValue one : given.elements()) {
            signals.add(signal(raw(one)));
        }
        return signals;
    }

    private static List<String> texts(Optional<JsonArray> given) {
        List<String> texts = new ArrayList<>();
        given.ifPresent(array -> array.elements().forEach(one -> {
            if (one instanceof JsonString text) {
                texts.add(text.value());
            }
        }));
        return texts;
    }

    private static OptionalLong number(JsonObject object, String name) {
        Optional<JsonNumber> number = object.number(name).filter(JsonNumber::isInteger);
        return number.isPresent() ? OptionalLong.of((long) number.get().value()) : OptionalLong.empty();
    }

    private static RawJson raw(JsonValue value) {
        return RawJson.of(value.toJson());
    }

    private static JsonObject object(RawJson json) throws IOException {
        try {
            return JsonValue.parse(json).asObject().orElseThrow(() -> new IOException("found no JSON object"));
        } catch (JsonException malformed) {
            throw new IOException("found malformed JSON", malformed);
        }
    }

    private static @Nullable String textOrNull(JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        parser.skipChildren();
        return null;
    }

    private static OptionalLong numberOrNone(JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NUMBER_INT) {
            return OptionalLong.of(parser.getLongValue());
        }
        parser.skipChildren();
        return OptionalLong.empty();
    }
}
