package dev.sluice.server.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One line of a transcript. {@code line} counts from one; {@code timeMs} from the start of the scenario. Immutable. */
sealed interface Row {

    int line();

    long timeMs();

    /** What the recording driver did at this moment. */
    record Note(int line, long timeMs, String text) implements Row {}

    /** A request; {@code envelope} is present when it went out in the form-encoded RestLess way. */
    record HttpRequest(
            int line,
            long timeMs,
            int id,
            String method,
            String path,
            Map<String, String> query,
            Map<String, String> headers,
            @Nullable Envelope envelope,
            @Nullable JsonNode body)
            implements Row {

        /** The method the server must act on. */
        String meantMethod() {
            return envelope == null ? method : envelope.method();
        }

        /** The body the server must act on. */
        @Nullable
        JsonNode meantBody() {
            return envelope == null ? body : envelope.body();
        }

        /** The same request with other query values. */
        HttpRequest asking(Map<String, String> other) {
            return new HttpRequest(line, timeMs, id, method, path, other, headers, envelope, body);
        }

        boolean isPolling() {
            return "polling".equals(query.get("transport"));
        }

        boolean carriesAuthorization() {
            return envelope == null
                    ? headers.containsKey("authorization")
                    : envelope.headers().stream().anyMatch(header -> header.startsWith("Authorization: "));
        }
    }

    /** What a RestLess form stands for. */
    record Envelope(
            String method, List<String> headers, @Nullable JsonNode body) {}

    /** The answer to the request of the same {@code id}; {@code synthetic} when the recording proxy made it up. */
    record HttpAnswer(
            int line,
            long timeMs,
            int id,
            int status,
            Map<String, String> headers,
            JsonNode body,
            Provenance provenance)
            implements Row {}

    /** A client opens WebSocket number {@code socket}. */
    record SocketOpen(int line, long timeMs, int socket, String path, Map<String, String> query) implements Row {}

    /** The server refuses the upgrade. */
    record SocketRefused(int line, long timeMs, int socket, int status) implements Row {}

    /** A close seen first from {@code side}. */
    record SocketClose(int line, long timeMs, int socket, Side side, int code) implements Row {}

    /** A text frame. */
    record SocketText(int line, long timeMs, int socket, Side side, Packet packet, Provenance provenance)
            implements Row {}

    /** Who acted. */
    enum Side {
        CLIENT,
        SERVER
    }

    /** Whether the reference service said it, or the recording proxy in its place. */
    enum Provenance {
        REFERENCE,
        SYNTHETIC
    }
}
