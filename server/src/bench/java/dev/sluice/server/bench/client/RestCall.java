package dev.sluice.server.bench.client;

import org.jspecify.annotations.Nullable;

/**
 * A REST call encoded to its last byte, so that a measurement can leave the encoding out.
 *
 * <p>Immutable.
 *
 * @param headers whole header lines, each with its line end
 */
public record RestCall(
        String method,
        String path,
        String headers,
        @Nullable HttpBody body) {

    HttpReply sendOver(HttpConnection http) {
        return http.send(method, path, headers, body);
    }
}
