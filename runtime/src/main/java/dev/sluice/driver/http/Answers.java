package dev.sluice.driver.http;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.DriverException;
import dev.sluice.driver.Version;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the smaller answers of a service (SVC §1.6 to §1.10); throws {@link DriverException} if they are not as expected. */
final class Answers {
    private Answers() {}

    static JsonValue value(InputStream body) throws IOException {
        String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
        try {
            return JsonValue.parse(text);
        } catch (JsonException malformed) {
            throw new DriverException(new DriverError.BadAnswer(String.valueOf(malformed.getMessage())), malformed);
        }
    }

    /** Returns the id of a new document, from a string or an object; some services send the string without quotes. */
    static String createdId(JsonValue answer) {
        return answer.asString()
                .or(() -> answer.asObject().flatMap(object -> object.string("id")))
                .orElseThrow(() -> unexpected("a document id", answer));
    }

    static GitId sha(JsonValue answer) {
        return answer.asObject()
                .flatMap(object -> object.string("sha"))
                .filter(GitId::isGitId)
                .map(GitId::parse)
                .orElseThrow(() -> unexpected("an object with sha", answer));
    }

    static String id(JsonValue answer) {
        return answer.asObject()
                .flatMap(object -> object.string("id"))
                .orElseThrow(() -> unexpected("an object with id", answer));
    }

    static List<Version> commits(JsonValue answer) {
        JsonArray commits = answer.asArray().orElseThrow(() -> unexpected("an array of commits", answer));
        List<Version> versions = new ArrayList<>();
        for (JsonValue commit : commits.elements()) {
            Optional<JsonObject> object = commit.asObject();
            Optional<String> tree = object.flatMap(fields -> fields.object("commit"))
                    .flatMap(inner -> inner.object("tree"))
                    .flatMap(inner -> inner.string("sha"));
            Optional<String> id = object.flatMap(fields -> fields.string("sha"));
            versions.add(new Version(
                    id.orElseThrow(() -> unexpected("a commit with sha", commit)),
                    tree.orElseThrow(() -> unexpected("a commit with a tree", commit))));
        }
        return versions;
    }

    static List<SequencedMessage> ops(byte[] body) throws IOException {
        try (JsonParser parser = Json.parser(body, 0, body.length)) {
            parser.nextToken();
            return ops(parser, body);
        }
    }

    /** Reads an array of ops; the parser stands on its opening bracket. */
    static List<SequencedMessage> ops(JsonParser parser, byte[] utf8) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new JsonParseException(parser, "found " + parser.currentToken() + ", expected an array of ops");
        }
        List<SequencedMessage> ops = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            try {
                ops.add(SequencedMessage.parse(Json.slice(parser, utf8, 0).toBytes()));
            } catch (IllegalArgumentException noOp) {
                throw new JsonParseException(parser, "found no op at index " + ops.size(), noOp);
            }
        }
        return ops;
    }

    /** Copies the content of a blob, which may be larger than memory. */
    static long copyBlob(InputStream body, OutputStream to) throws IOException {
        try (JsonParser parser = Json.factory().createParser(body)) {
            long copied = -1;
            parser.nextToken();
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                parser.nextToken();
                switch (field) {
                    case "content" -> copied = parser.readBinaryValue(to);
                    case "encoding" -> {
                        if (!"base64".equals(parser.getText())) {
                            throw new JsonParseException(
                                    parser, "found a blob in " + parser.getText() + ", expected base64");
                        }
                    }
                    default -> parser.skipChildren();
                }
            }
            if (copied < 0) {
                throw new JsonParseException(parser, "found no content, expected a blob");
            }
            return copied;
        }
    }

    static DriverException unexpected(String expected, JsonValue found) {
        String text = found.toJson();
        return new DriverException(new DriverError.BadAnswer("the service answered "
                + (text.length() > 200 ? text.substring(0, 200) + "…" : text) + ", expected " + expected));
    }
}
