package dev.sluice.server.transport.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The members of a JSON object, not looked into yet.
 *
 * <p>Objects and arrays are kept as slices of the body, so that what must be stored unchanged is, and what has a shape of its
 * own can be read by whoever knows it. Of a name that occurs twice the last counts. Immutable.
 */
final class JsonMembers {
    /** What every JSON number and every sum of a few of them holds exactly. */
    private static final long MAX_COUNT = 1L << 52;

    private static final int MESSAGE_MAX_CHARS = 160;
    private static final int NUMBER_MAX_CHARS = 64;

    private final Map<String, Member> members;
    private final byte[] body;
    private final JsonFactory json;

    private record Member(JsonToken token, String text, int start, int end) {}

    private JsonMembers(Map<String, Member> members, byte[] body, JsonFactory json) {
        this.members = members;
        this.body = body;
        this.json = json;
    }

    /** Returns a factory of parsers that refuse nesting beyond {@code maxDepth}, and take strings of any length. */
    static JsonFactory factory(int maxDepth) {
        return JsonFactory.builder()
                .streamReadConstraints(new Constraints(maxDepth))
                .build();
    }

    /** Says of the nesting that it is over the limit, where Jackson says the same of everything it bounds. */
    private static final class Constraints extends StreamReadConstraints {
        private static final long serialVersionUID = 1L;

        Constraints(int maxDepth) {
            super(
                    maxDepth,
                    DEFAULT_MAX_DOC_LEN,
                    NUMBER_MAX_CHARS,
                    Integer.MAX_VALUE,
                    DEFAULT_MAX_NAME_LEN,
                    DEFAULT_MAX_TOKEN_COUNT);
        }

        @Override
        public void validateNestingDepth(int depth) {
            if (depth > _maxNestingDepth) {
                throw RestException.tooDeep(_maxNestingDepth);
            }
        }
    }

    /**
     * Splits an object.
     *
     * @throws RestException if the body is not one well-formed object
     */
    static JsonMembers of(byte[] body, JsonFactory json) {
        requireUtf8(body);
        try (JsonParser parser = json.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw RestException.badRequest("the body is not a JSON object");
            }
            Map<String, Member> members = new HashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                members.put(name, member(parser));
            }
            if (parser.nextToken() != null) {
                throw RestException.badRequest("something follows the JSON object");
            }
            return new JsonMembers(members, body, json);
        } catch (IOException malformed) {
            throw refused(malformed);
        }
    }

    /** Jackson takes zeros among the first bytes for UTF-16 or UTF-32, and then tells places in characters, not in bytes. */
    private static void requireUtf8(byte[] body) {
        for (int i = 0; i < Math.min(body.length, 4); i++) {
            if (body[i] == 0) {
                throw RestException.badRequest("the body is not JSON in UTF-8");
            }
        }
    }

    /** Returns what a client is told of JSON that could not be read. */
    static RestException refused(IOException cause) {
        String message = cause instanceof JsonParseException syntax ? syntax.getOriginalMessage() : cause.getMessage();
        String shown = message == null ? "" : message.lines().findFirst().orElse("");
        String kind = cause instanceof StreamConstraintsException ? "JSON over a limit: " : "malformed JSON: ";
        return RestException.badRequest(kind + shown.substring(0, Math.min(shown.length(), MESSAGE_MAX_CHARS)));
    }

    Optional<String> string(String name) {
        return Optional.ofNullable(members.get(name))
                .filter(member -> member.token() == JsonToken.VALUE_STRING)
                .map(Member::text);
    }

    /**
     * Returns a string that must be there.
     *
     * @throws RestException if it is missing or something else
     */
    String requireString(String name) {
        return string(name).orElseThrow(() -> RestException.badRequest("\"" + name + "\" is missing or not a string"));
    }

    /**
     * Returns a number that is not negative, or {@code otherwise} if it is missing.
     *
     * @throws RestException if it is something else
     */
    long count(String name, long otherwise) {
        Member member = members.get(name);
        if (member == null || member.token() == JsonToken.VALUE_NULL) {
            return otherwise;
        }
        try {
            long value = member.token() == JsonToken.VALUE_NUMBER_INT ? Long.parseLong(member.text()) : -1;
            if (value >= 0 && value <= MAX_COUNT) {
                return value;
            }
        } catch (NumberFormatException tooLong) {
            // Refused below like any other value that is no count.
        }
        throw RestException.badRequest("\"" + name + "\" is not a whole number from 0 to " + MAX_COUNT + "");
    }

    boolean isTrue(String name) {
        Member member = members.get(name);
        return member != null && member.token() == JsonToken.VALUE_TRUE;
    }

    /** Returns an object, as it stands in the body. */
    Optional<byte[]> object(String name) {
        return slice(name, JsonToken.START_OBJECT);
    }

    /** Returns an array, as it stands in the body. */
    Optional<byte[]> array(String name) {
        return slice(name, JsonToken.START_ARRAY);
    }

    /** Returns an object, split in turn. */
    Optional<JsonMembers> members(String name) {
        return object(name).map(slice -> of(slice, json));
    }

    boolean has(String name) {
        Member member = members.get(name);
        return member != null && member.token() != JsonToken.VALUE_NULL;
    }

    private Optional<byte[]> slice(String name, JsonToken token) {
        return Optional.ofNullable(members.get(name))
                .filter(member -> member.token() == token)
                .map(member -> Arrays.copyOfRange(body, member.start(), member.end()));
    }

    private static Member member(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token.isScalarValue()) {
            return new Member(token, parser.getText(), 0, 0);
        }
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        return new Member(token, "", start, (int) parser.currentLocation().getByteOffset());
    }
}
