package dev.sluice.server.transport.engineio;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The query of the URL with which a session was opened. Immutable.
 *
 * @param raw the query as it was sent, without the question mark; checked to be decodable
 */
public record HandshakeQuery(String raw) {
    /** Checks that the query can be decoded. */
    public HandshakeQuery {
        decode(raw);
    }

    /** Returns the first value of a parameter, decoded; linear in the length of the query. */
    public Optional<String> first(String name) {
        List<String> values = decode(raw).get(name);
        return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    private static Map<String, List<String>> decode(String raw) {
        return new QueryStringDecoder(raw, false).parameters();
    }
}
