package dev.sluice.server.transport.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.protocol.git.GitCommit;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.protocol.git.GitSignature;
import dev.sluice.protocol.git.GitTreeEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Writes Git objects as clients read them (SVC §1.9, §1.10). Addresses are empty, as no client follows them. Pure. */
final class ObjectJson {
    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private ObjectJson() {}

    /** Writes JSON. */
    @FunctionalInterface
    interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    static byte[] encode(Writing writing) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            writing.to(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    /** An entry and the path under which it is listed. */
    record Listed(String path, GitTreeEntry entry) {}

    static byte[] created(GitId id) {
        return encode(json -> {
            json.writeStartObject();
            json.writeStringField("sha", id.toHex());
            json.writeStringField("url", "");
            json.writeEndObject();
        });
    }

    static byte[] tree(GitId id, List<Listed> entries, String treeMode) {
        return encode(json -> {
            json.writeStartObject();
            json.writeStringField("sha", id.toHex());
            json.writeStringField("url", "");
            json.writeArrayFieldStart("tree");
            for (Listed listed : entries) {
                boolean isTree = listed.entry().type() == GitObjectType.TREE;
                json.writeStartObject();
                json.writeStringField("path", listed.path());
                json.writeStringField("mode", isTree ? treeMode : listed.entry().mode());
                json.writeStringField("sha", listed.entry().id().toHex());
                json.writeNumberField("size", 0);
                json.writeStringField("type", listed.entry().type().wireName());
                json.writeStringField("url", "");
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    static byte[] commit(GitId id, GitCommit commit) {
        return encode(json -> {
            json.writeStartObject();
            json.writeStringField("sha", id.toHex());
            json.writeStringField("url", "");
            writeContent(commit, json);
            writeParents(commit, json);
            json.writeEndObject();
        });
    }

    /** A commit and its id. */
    record Version(GitId id, GitCommit commit) {}

    static byte[] versions(List<Version> versions) {
        return encode(json -> {
            json.writeStartArray();
            for (Version version : versions) {
                json.writeStartObject();
                json.writeStringField("url", "");
                json.writeStringField("sha", version.id().toHex());
                json.writeObjectFieldStart("commit");
                json.writeStringField("url", "");
                writeContent(version.commit(), json);
                json.writeEndObject();
                writeParents(version.commit(), json);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    static void writeRef(String name, GitId target, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("ref", name);
        json.writeStringField("url", "");
        json.writeObjectFieldStart("object");
        // As the reference answers: it does not look at what a ref points to (SVC §1.10).
        json.writeStringField("type", "");
        json.writeStringField("sha", target.toHex());
        json.writeStringField("url", "");
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeContent(GitCommit commit, JsonGenerator json) throws IOException {
        writeSignature("author", commit.author(), json);
        writeSignature("committer", commit.committer(), json);
        json.writeStringField("message", commit.message());
        json.writeObjectFieldStart("tree");
        json.writeStringField("sha", commit.tree().toHex());
        json.writeStringField("url", "");
        json.writeEndObject();
    }

    private static void writeSignature(String role, GitSignature who, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(role);
        json.writeStringField("name", who.name());
        json.writeStringField("email", who.email());
        json.writeStringField("date", DATE.format(who.date()));
        json.writeEndObject();
    }

    private static void writeParents(GitCommit commit, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("parents");
        for (GitId parent : commit.parents()) {
            json.writeStartObject();
            json.writeStringField("sha", parent.toHex());
            json.writeStringField("url", "");
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
