package dev.sluice.server.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.sluice.protocol.TenantId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads header and claims of a token; says nothing about its signature. Pure. */
final class ClaimsCodec {
    /** What a token without a user is taken to say. */
    static final String NO_USER = "{\"id\":\"\"}";

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxNumberLength(32)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private ClaimsCodec() {}

    /** The token could not be read. */
    static final class UnreadableTokenException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableTokenException(String message) {
            super(message);
        }

        UnreadableTokenException(Throwable cause) {
            super(cause);
        }
    }

    /** Returns the claims of an HS256 token; any other algorithm, {@code none} above all, is unreadable. */
    static TokenClaims decode(String token) throws UnreadableTokenException {
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        if (first <= 0 || second < 0 || token.indexOf('.', second + 1) >= 0) {
            throw new UnreadableTokenException("a token has three parts");
        }
        try {
            requireHs256(decodePart(token.substring(0, first)));
            return readClaims(decodePart(token.substring(first + 1, second)));
        } catch (IOException | IllegalArgumentException malformed) {
            throw new UnreadableTokenException(malformed);
        }
    }

    private static String decodePart(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    private static void requireHs256(String header) throws IOException, UnreadableTokenException {
        String algorithm = null;
        try (JsonParser parser = open(header)) {
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                if (name.equals("alg") && value == JsonToken.VALUE_STRING) {
                    algorithm = parser.getText();
                } else if (name.equals("crit")) {
                    throw new UnreadableTokenException("critical header members are not understood");
                }
                parser.skipChildren();
            }
        }
        if (!"HS256".equals(algorithm)) {
            throw new UnreadableTokenException("the algorithm is not HS256");
        }
    }

    private static TokenClaims readClaims(String json) throws IOException, UnreadableTokenException {
        Members members = new Members();
        try (JsonParser parser = open(json)) {
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                members.take(name, parser, json);
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw new UnreadableTokenException("something follows the claims");
            }
        }
        if (members.tenant == null || members.document == null) {
            throw new UnreadableTokenException("the claims lack tenantId or documentId");
        }
        return new TokenClaims(
                new TenantId(members.tenant),
                members.document,
                members.scopes,
                members.user,
                Optional.ofNullable(members.issuedAt),
                Optional.ofNullable(members.expiresAt),
                Optional.ofNullable(members.tokenId),
                json);
    }

    private static JsonParser open(String json) throws IOException, UnreadableTokenException {
        JsonParser parser = JSON.createParser(json);
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new UnreadableTokenException("not a JSON object");
        }
        return parser;
    }

    /** The claims as far as they were read. */
    private static final class Members {
        private @Nullable String tenant;
        private @Nullable String document;
        private List<String> scopes = List.of();
        private String user = NO_USER;
        private @Nullable Instant issuedAt;
        private @Nullable Instant expiresAt;
        private @Nullable String tokenId;

        void take(String name, JsonParser parser, String json) throws IOException, UnreadableTokenException {
            switch (name) {
                case "tenantId" -> tenant = text(parser);
                case "documentId" -> document = text(parser);
                case "scopes" -> scopes = texts(parser);
                case "user" -> user = rawObject(parser, json);
                case "iat" -> issuedAt = time(parser);
                case "exp" -> expiresAt = time(parser);
                case "jti" -> tokenId = text(parser);
                default -> parser.skipChildren();
            }
        }

        private static String text(JsonParser parser) throws IOException, UnreadableTokenException {
            require(parser, JsonToken.VALUE_STRING);
            return parser.getText();
        }

        private static List<String> texts(JsonParser parser) throws IOException, UnreadableTokenException {
            require(parser, JsonToken.START_ARRAY);
            List<String> texts = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                texts.add(text(parser));
            }
            return texts;
        }

        /** Takes the object as it stands, so that members we do not know reach other clients unchanged. */
        private static String rawObject(JsonParser parser, String json) throws IOException, UnreadableTokenException {
            require(parser, JsonToken.START_OBJECT);
            int start = (int) parser.currentTokenLocation().getCharOffset();
            parser.skipChildren();
            return json.substring(start, (int) parser.currentLocation().getCharOffset());
        }

        /** Times are seconds, by some libraries with a fraction. */
        private static Instant time(JsonParser parser) throws IOException, UnreadableTokenException {
            if (!parser.currentToken().isNumeric()) {
                throw new UnreadableTokenException("a time is not a number");
            }
            double seconds = parser.getDoubleValue();
            if (!(seconds >= 0 && seconds < 1e11)) {
                throw new UnreadableTokenException("a time is out of range");
            }
            return Instant.ofEpochMilli((long) (seconds * 1000));
        }

        private static void require(JsonParser parser, JsonToken expected) throws UnreadableTokenException {
            if (parser.currentToken() != expected) {
                throw new UnreadableTokenException("a claim is " + parser.currentToken() + ", not " + expected);
            }
        }
    }
}
