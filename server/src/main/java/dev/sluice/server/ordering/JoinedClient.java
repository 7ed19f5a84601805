package dev.sluice.server.ordering;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A client as its join op describes it. Immutable.
 *
 * @param clientId unique for ever
 * @param detail the stored client (SVC §3.4): what it sent, with user, scopes and mode as the service decided
 * @param maySummarize whether the stored scopes allow naming summaries
 */
public record JoinedClient(String clientId, RawJson detail, boolean maySummarize) {
    private static final String SUMMARY_WRITE = "summary:write";

    /** Reads the client of a join op that this service wrote. */
    static JoinedClient parse(SequencedMessage join) {
        byte[] data = String.valueOf(join.data()).getBytes(StandardCharsets.UTF_8);
        String clientId = null;
        RawJson detail = null;
        boolean maySummarize = false;
        try (JsonParser parser = Json.storedParser(data)) {
            parser.nextToken();
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                parser.nextToken();
                switch (field) {
                    case "clientId" -> clientId = parser.getText();
                    case "detail" -> {
                        detail = Json.slice(parser, data, 0);
                        maySummarize = hasSummaryScope(detail);
                    }
                    default -> parser.skipChildren();
                }
            }
        } catch (IOException malformed) {
            throw new IllegalArgumentException("malformed data in join op " + join.sequenceNumber(), malformed);
        }
        if (clientId == null || detail == null) {
            throw new IllegalArgumentException("join op " + join.sequenceNumber() + " names no client");
        }
        return new JoinedClient(clientId, detail, maySummarize);
    }

    private static boolean hasSummaryScope(RawJson detail) throws IOException {
        try (JsonParser parser = detail.parser()) {
            parser.nextToken();
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                if (!field.equals("scopes") || value != JsonToken.START_ARRAY) {
                    parser.skipChildren();
                    continue;
                }
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    if (parser.currentToken() == JsonToken.VALUE_STRING
                            && parser.getText().equals(SUMMARY_WRITE)) {
                        return true;
                    }
                    parser.skipChildren();
                }
            }
            return false;
        }
    }
}
