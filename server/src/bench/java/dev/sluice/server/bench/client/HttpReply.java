package dev.sluice.server.bench.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * A response whose body is still on its way; it must be read to its end before the connection is used again.
 *
 * <p>Confined to its connection's thread.
 */
public final class HttpReply {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String request;
    private final int status;
    private final InputStream body;

    HttpReply(String request, int status, InputStream body) {
        this.request = request;
        this.status = status;
        this.body = body;
    }

    public int status() {
        return status;
    }

    public InputStream body() {
        return body;
    }

    /** Returns the whole body. */
    public byte[] bytes() {
        try {
            return body.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(request, e);
        }
    }

    /** Returns the whole body as JSON, or throws if the request did not succeed. */
    public JsonNode json() {
        try {
            return JSON.readTree(succeeded().bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(request, e);
        }
    }

    /** Returns this reply, or throws with what the server said. */
    public HttpReply succeeded() {
        if (status < 200 || status > 299) {
            String said = new String(bytes(), UTF_8);
            throw new IllegalStateException(request + " was answered " + status + ", expected success: "
                    + said.substring(0, Math.min(200, said.length())));
        }
        return this;
    }
}
