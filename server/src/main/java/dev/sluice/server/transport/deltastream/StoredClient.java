package dev.sluice.server.transport.deltastream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.JsonWriter;
import dev.sluice.protocol.RawJson;
import dev.sluice.server.auth.Scope;
import dev.sluice.server.auth.TokenClaims;
import dev.sluice.server.ordering.ClientMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The client as the document keeps it: what the client says of itself, but user, scopes and mode as the service decided (SVC
 * §3.4).
 *
 * <p>Immutable.
 *
 * @param json the client as join ops and initial clients show it
 * @param scopes the scopes of this connection
 * @param mode the mode of this connection
 */
record StoredClient(RawJson json, List<String> scopes, ClientMode mode) {
    /** Everybody who is or will be connected is told of every client, so a client must be small. */
    static final int MAX_BYTES = 64 * 1024;

    /**
     * Decides what a connection may do.
     *
     * <p>{@code summary:write} is withheld from interactive clients: only a summarizer may name summaries (SVC §2).
     */
    static StoredClient of(ConnectRequest request, TokenClaims claims) {
        boolean mayWrite = claims.hasScope(Scope.DOC_WRITE) || claims.hasScope(Scope.SUMMARY_WRITE);
        ClientMode mode = request.mode() == ClientMode.WRITE && mayWrite ? ClientMode.WRITE : ClientMode.READ;
        List<String> scopes = isSummarizer(request.client())
                ? claims.scopes()
                : claims.scopes().stream()
                        .filter(scope -> !scope.equals(Scope.SUMMARY_WRITE))
                        .toList();
        return new StoredClient(compose(request.client(), claims, scopes, mode), scopes, mode);
    }

    boolean isTooLarge() {
        return json.size() > MAX_BYTES;
    }

    boolean maySummarize() {
        return scopes.contains(Scope.SUMMARY_WRITE);
    }

    private static RawJson compose(RawJson client, TokenClaims claims, List<String> scopes, ClientMode mode) {
        byte[] bytes = client.toBytes();
        JsonWriter out = new JsonWriter(bytes.length + 256).ascii("{");
        String separator = "";
        try (JsonParser parser = Json.parser(bytes, 0, bytes.length)) {
            parser.nextToken();
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                parser.nextToken();
                RawJson value = Json.slice(parser, bytes, 0);
                if (!field.equals("user") && !field.equals("scopes") && !field.equals("mode")) {
                    out.ascii(separator).string(field).ascii(":").value(value);
                    separator = ",";
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("a client that was parsed before", impossible);
        }
        out.ascii(separator)
                .ascii("\"user\":")
                .value(RawJson.of(claims.userJson()))
                .ascii(",\"scopes\":[");
        separator = "";
        for (String scope : scopes) {
            out.ascii(separator).string(scope);
            separator = ",";
        }
        return out.ascii("],\"mode\":").string(mode.wireName()).ascii("}").toRawJson();
    }

    private static boolean isSummarizer(RawJson client) {
        try (JsonParser parser = client.parser()) {
            parser.nextToken();
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                if (parser.nextToken() == JsonToken.START_OBJECT && field.equals("details")) {
                    return detailsSaySummarizer(parser);
                }
                parser.skipChildren();
            }
            return false;
        } catch (IOException impossible) {
            throw new UncheckedIOException("a client that was parsed before", impossible);
        }
    }

    private static boolean detailsSaySummarizer(JsonParser parser) throws IOException {
        boolean found = false;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (field.equals("type") && value == JsonToken.VALUE_STRING) {
                found |= parser.getText().equals("summarizer");
            } else if (field.equals("capabilities") && value == JsonToken.START_OBJECT) {
                for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    found |= parser.nextToken() == JsonToken.VALUE_FALSE && name.equals("interactive");
                    parser.skipChildren();
                }
            } else {
                parser.skipChildren();
            }
        }
        return found;
    }
}
