package dev.sluice.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.protocol.ProtocolState.Member;
import dev.sluice.protocol.ProtocolState.Proposal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the quorum's blobs (RT §2.3), and the proposals of ops. Blobs of another form throw {@link IOException} or {@link
 * IllegalStateException}.
 */
final class QuorumReader {
    private QuorumReader() {}

    static Map<String, Member> members(byte[] json) throws IOException {
        Map<String, Member> members = new LinkedHashMap<>();
        forEachPair(Json.storedParser(json), parser -> {
            String clientId = text(parser);
            RawJson client = RawJson.NULL;
            long joinedAt = -1;
            expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                parser.nextToken();
                switch (field) {
                    case "client" -> client = Json.slice(parser, json, 0);
                    case "sequenceNumber" -> joinedAt = parser.getLongValue();
                    default -> parser.skipChildren();
                }
            }
            members.put(clientId, new Member(client, joinedAt));
            expect(parser, parser.nextToken(), JsonToken.END_ARRAY);
        });
        return members;
    }

    static SortedMap<Long, Proposal> proposals(byte[] json) throws IOException {
        SortedMap<Long, Proposal> proposals = new TreeMap<>();
        forEachPair(Json.storedParser(json), parser -> {
            long proposedAt = parser.getLongValue();
            expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
            byte[] contents = Json.slice(parser, json, 0).toBytes();
            Proposal proposal = parseProposal(Json.storedParser(contents), contents);
            if (proposal != null) {
                proposals.put(proposedAt, proposal);
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                parser.skipChildren();
            }
        });
        return proposals;
    }

    static Map<String, RawJson> values(JsonParser pairs, byte[] json) throws IOException {
        Map<String, RawJson> values = new LinkedHashMap<>();
        forEachPair(pairs, parser -> {
            String key = text(parser);
            if (parser.nextToken() == JsonToken.END_ARRAY) {
                throw new IOException("no value for " + key);
            }
            values.put(key, Json.slice(parser, json, 0));
            expect(parser, parser.nextToken(), JsonToken.END_ARRAY);
        });
        return values;
    }

    /** Reads one of a blob's pairs: the parser stands at its first element, and is to be left at its end. */
    private interface PairReader {
        void read(JsonParser parser) throws IOException;
    }

    private static void forEachPair(JsonParser pairs, PairReader reader) throws IOException {
        try (JsonParser parser = pairs) {
            expect(parser, parser.nextToken(), JsonToken.START_ARRAY);
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                expect(parser, parser.currentToken(), JsonToken.START_ARRAY);
                parser.nextToken();
                reader.read(parser);
            }
            expect(parser, parser.nextToken(), null);
        }
    }

    static String text(JsonParser parser) throws IOException {
        expect(parser, parser.currentToken(), JsonToken.VALUE_STRING);
        return parser.getText();
    }

    private static void expect(JsonParser parser, @Nullable JsonToken found, @Nullable JsonToken expected)
            throws IOException {
        if (found != expected) {
            throw new IOException("found " + found + " at " + parser.currentTokenLocation() + ", expected " + expected);
        }
    }

    /** A propose op of a client may hold anything; what is no proposal has no effect, here and in every client. */
    static @Nullable Proposal proposal(@Nullable RawJson contents) {
        if (contents == null) {
            return null;
        }
        byte[] json;
        try {
            json = contents.isString() ? contents.stringValue().getBytes(StandardCharsets.UTF_8) : contents.toBytes();
        } catch (IllegalStateException malformed) {
            return null;
        }
        // With the limits of input: text inside a string was not looked at when the op came in.
        return parseProposal(Json.parser(json, 0, json.length), json);
    }

    private static @Nullable Proposal parseProposal(JsonParser contents, byte[] json) {
        String key = null;
        RawJson value = null;
        try (JsonParser parser = contents) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                JsonToken token = parser.nextToken();
                if (field.equals("key") && token == JsonToken.VALUE_STRING) {
                    key = parser.getText();
                } else if (field.equals("value")) {
                    value = Json.slice(parser, json, 0);
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException malformed) {
            return null;
        }
        return key == null || value == null ? null : new Proposal(key, value);
    }
}
