package dev.sluice.driver.http;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.driver.BlobReader;
import dev.sluice.driver.Snapshot;
import dev.sluice.driver.Version;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.git.GitId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Reads trees and whole summaries as they stream in (SVC §1.9, §1.11). */
final class SummaryAnswer {
    private SummaryAnswer() {}

    /** Reads the answer to a recursive tree request. */
    static TreeListing listing(InputStream body) throws IOException {
        TreeListing listing = new TreeListing();
        try (JsonParser parser = open(body)) {
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                parser.nextToken();
                if (field.equals("tree")) {
                    listing.read(parser);
                } else {
                    parser.skipChildren();
                }
            }
        }
        return listing;
    }

    /** Reads a whole summary. */
    static Snapshot snapshot(InputStream body, BlobReader reader) throws IOException {
        TreeListing listing = new TreeListing();
        Map<GitId, byte[]> blobs = new HashMap<>();
        String id = null;
        String treeId = null;
        try (JsonParser parser = open(body)) {
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                parser.nextToken();
                switch (field) {
                    case "id" -> id = parser.getText();
                    case "trees" -> treeId = firstTree(parser, listing);
                    case "blobs" -> readBlobs(parser, blobs);
                    default -> parser.skipChildren();
                }
            }
            if (id == null) {
                throw new JsonParseException(parser, "found no id, expected a summary");
            }
        }
        Version version = new Version(id, treeId == null ? id : treeId);
        return new SnapshotBuilder(version, listing, blobs, reader).build();
    }

    private static String firstTree(JsonParser parser, TreeListing listing) throws IOException {
        String id = null;
        expect(parser, JsonToken.START_ARRAY);
        for (boolean first = true; parser.nextToken() != JsonToken.END_ARRAY; first = false) {
            if (!first) {
                parser.skipChildren();
                continue;
            }
            expect(parser, JsonToken.START_OBJECT);
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                parser.nextToken();
                switch (field) {
                    case "id" -> id = parser.getText();
                    case "entries" -> listing.read(parser);
                    default -> parser.skipChildren();
                }
            }
        }
        if (id == null) {
            throw new JsonParseException(parser, "found no tree, expected a summary");
        }
        return id;
    }

    private static void readBlobs(JsonParser parser, Map<GitId, byte[]> blobs) throws IOException {
        expect(parser, JsonToken.START_ARRAY);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(parser, JsonToken.START_OBJECT);
            String id = null;
            String content = null;
            String encoding = "utf-8";
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                parser.nextToken();
                switch (field) {
                    case "id" -> id = parser.getText();
                    case "content" -> content = parser.getText();
                    case "encoding" -> encoding = parser.getText();
                    default -> parser.skipChildren();
                }
            }
            if (id == null || content == null || !GitId.isGitId(id)) {
                throw new JsonParseException(parser, "found a blob without id or content");
            }
            blobs.put(GitId.parse(id), decode(content, encoding, parser));
        }
    }

    private static byte[] decode(String content, String encoding, JsonParser parser) throws IOException {
        if (!encoding.equals("base64")) {
            return content.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(content);
        } catch (IllegalArgumentException malformed) {
            throw new JsonParseException(parser, "found a blob of malformed base64", malformed);
        }
    }

    private static JsonParser open(InputStream body) throws IOException {
        JsonParser parser = Json.factory().createParser(body);
        parser.nextToken();
        expect(parser, JsonToken.START_OBJECT);
        return parser;
    }

    private static void expect(JsonParser parser, JsonToken expected) throws IOException {
        if (parser.currentToken() != expected) {
            throw new JsonParseException(parser, "found " + parser.currentToken() + ", expected " + expected);
        }
    }
}
