package dev.sluice.driver.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.driver.DriverError;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.RawJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Understands how services refuse, in bodies of answers and in socket errors (SVC §1.4, §3.5). */
final class ErrorReader {
    private static final int SHOWN = 300;
    private static final Duration DRAINING = Duration.ofMinutes(11);

    private ErrorReader() {}

    /** Returns what an answer that is not 2xx means. */
    static DriverError ofAnswer(int status, byte[] body, Optional<String> retryAfterHeader, String request) {
        Fields fields = read(body);
        Optional<Duration> wait = fields.delay().or(() -> seconds(retryAfterHeader));
        return error(status, request + " was answered " + status + said(fields, body), wait, fields);
    }

    /** Returns what a {@code connect_document_error} means. */
    static DriverError ofConnect(RawJson error) {
        byte[] body = error.toBytes();
        Fields fields = read(body);
        int code = fields.code == 0 ? 500 : fields.code;
        return error(code, "the connection was refused with " + code + said(fields, body), fields.delay(), fields);
    }

    private static DriverError error(int status, String message, Optional<Duration> wait, Fields fields) {
        return switch (status) {
            case 401, 403 -> new DriverError.Unauthorized(message, status);
            case 404 -> new DriverError.NotFound(message);
            case 429 -> new DriverError.Throttled(message, wait);
            case 500, 502, 504 -> new DriverError.Unavailable(message, status, wait);
            case 503 -> {
                boolean draining = "ClusterDraining".equals(fields.internalErrorCode);
                yield new DriverError.Unavailable(
                        message, status, draining && wait.isEmpty() ? Optional.of(DRAINING) : wait);
            }
            default -> new DriverError.Refused(message, status, wait);
        };
    }

    private static String said(Fields fields, byte[] body) {
        String text = fields.message == null ? new String(body, StandardCharsets.UTF_8) : fields.message;
        return text.isEmpty() ? "" : ": " + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text);
    }

    private static Optional<Duration> seconds(Optional<String> header) {
        try {
            return header.flatMap(value -> Waits.ofSeconds((double) Long.parseLong(value.trim())));
        } catch (NumberFormatException aDate) {
            return Optional.empty();
        }
    }

    private static Fields read(byte[] body) {
        Fields fields = new Fields();
        try (JsonParser parser = Json.parser(body, 0, body.length)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.VALUE_STRING) {
                fields.message = parser.getText();
            } else if (first == JsonToken.START_OBJECT) {
                for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    fields.take(name, parser.nextToken(), parser);
                }
            }
        } catch (IOException notJson) {
            // Proxies answer in HTML; the status says enough.
            fields.message = null;
        }
        return fields;
    }

    /** What was found so far. Confined to one thread. */
    private static final class Fields {
        private int code;
        private @Nullable String message;
        private @Nullable String internalErrorCode;
        private double retryAfterSeconds;
        private double retryAfterMs;

        void take(String name, JsonToken token, JsonParser parser) throws IOException {
            boolean number = token.isNumeric();
            switch (name) {
                case "code" -> code = number ? (int) parser.getDoubleValue() : 0;
                case "message" -> message = token == JsonToken.VALUE_STRING ? parser.getText() : null;
                case "internalErrorCode" ->
                    internalErrorCode = token == JsonToken.VALUE_STRING ? parser.getText() : null;
                case "retryAfter" -> retryAfterSeconds = number ? parser.getDoubleValue() : 0;
                case "retryAfterMs" -> retryAfterMs = number ? parser.getDoubleValue() : 0;
                default -> {}
            }
            parser.skipChildren();
        }

        Optional<Duration> delay() {
            return Waits.ofMillis(retryAfterMs).or(() -> Waits.ofSeconds(retryAfterSeconds));
        }
    }
}
