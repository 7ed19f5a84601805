package dev.sluice.driver.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.driver.BlobContent;
import dev.sluice.driver.NewDocument;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.git.GitTree;
import dev.sluice.protocol.git.GitTreeEntry;
import dev.sluice.protocol.summary.RawSummaryCodec;
import dev.sluice.protocol.summary.SummaryTree;
import dev.sluice.protocol.summary.WholeSummaryCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Writes the bodies of requests (SVC §1.6, §1.9, §1.11). */
final class Bodies {
    private static final byte[] BLOB_START = "{\"content\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BLOB_END = "\",\"encoding\":\"base64\"}".getBytes(StandardCharsets.US_ASCII);

    private Bodies() {}

    @FunctionalInterface
    private interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    static RestBody blob(BlobContent content) {
        return () -> new SequenceInputStream(Collections.enumeration(List.of(
                new ByteArrayInputStream(BLOB_START),
                new Base64Stream(content.open()),
                new ByteArrayInputStream(BLOB_END))));
    }

    static RestBody tree(GitTree tree) {
        return write(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("tree");
            for (GitTreeEntry entry : tree.entries()) {
                json.writeStartObject();
                json.writeStringField("mode", entry.mode());
                json.writeStringField("path", entry.name());
                json.writeStringField("sha", entry.id().toHex());
                json.writeStringField("type", entry.type().wireName());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    static RestBody wholeSummary(SummaryTree summary, String message) {
        return write(json -> {
            json.writeStartObject();
            json.writeStringField("type", "channel");
            json.writeStringField("message", message);
            json.writeNumberField("sequenceNumber", 0);
            json.writeFieldName("entries");
            WholeSummaryCodec.writeEntries(summary, json);
            json.writeEndObject();
        });
    }

    static RestBody create(NewDocument document, HttpOptions options) {
        return write(json -> {
            json.writeStartObject();
            if (document.id().isPresent()) {
                json.writeStringField("id", document.id().get().value());
            }
            json.writeFieldName("summary");
            if (options.has(HttpFeature.RAW_FIRST_SUMMARY)) {
                RawSummaryCodec.writeTree(document.summary(), json);
            } else {
                WholeSummaryCodec.writeTree(document.summary(), json);
                json.writeBooleanField("enableAnyBinaryBlobOnFirstSummary", true);
            }
            json.writeNumberField("sequenceNumber", document.sequenceNumber());
            writeValues(document.quorumValues(), json);
            if (options.has(HttpFeature.DISCOVERY)) {
                json.writeBooleanField("enableDiscovery", true);
            }
            json.writeEndObject();
        });
    }

    private static void writeValues(Map<String, RawJson> values, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("values");
        for (Map.Entry<String, RawJson> value : values.entrySet()) {
            json.writeStartArray();
            json.writeString(value.getKey());
            json.writeRawValue(value.getValue().toString());
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private static RestBody write(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.factory().createGenerator(bytes)) {
            writing.to(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException("no I/O happens over an array", impossible);
        }
        return RestBody.of(bytes.toByteArray());
    }
}
