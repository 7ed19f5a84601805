package dev.sluice.protocol.summary;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * The whole-summary encoding: {@code {"type":"tree","entries":[{path,type,value|id}…]}} (SVC §1.6, §1.11).
 *
 * <p>Names are encoded path segments on the wire. An entry with {@code id} is an attachment if the id is a bare blob id, else
 * a handle. Pure; linear in the input.
 *
 * @since 0.1
 */
public final class WholeSummaryCodec {
    private WholeSummaryCodec() {}

    /**
     * Reads a tree value; the parser stands on its opening brace and is left on its closing one.
     *
     * @throws SummaryFormatException if it is no summary or over a limit
     * @throws IOException if the JSON is malformed
     */
    public static SummaryTree readTree(JsonParser parser, SummaryLimits limits) throws IOException {
        return new WholeSummaryReader(parser, limits).tree();
    }

    /**
     * Reads an array of entries; the parser stands on its opening bracket and is left on its closing one.
     *
     * @throws SummaryFormatException if they are no summary or over a limit
     * @throws IOException if the JSON is malformed
     */
    public static SummaryTree readEntries(JsonParser parser, SummaryLimits limits) throws IOException {
        return new WholeSummaryReader(parser, limits).root();
    }

    /** Writes a tree value. */
    public static void writeTree(SummaryTree tree, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "tree");
        json.writeFieldName("entries");
        writeEntries(tree, json);
        json.writeEndObject();
    }

    /** Writes the entries of a tree as an array. */
    public static void writeEntries(SummaryTree tree, JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (Map.Entry<String, SummaryObject> entry : tree.entries().entrySet()) {
            json.writeStartObject();
            json.writeStringField("path", SummaryPath.encode(entry.getKey()));
            writePart(entry.getValue(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writePart(SummaryObject part, JsonGenerator json) throws IOException {
        if (part instanceof SummaryTree tree) {
            json.writeStringField("type", "tree");
            json.writeFieldName("value");
            writeTree(tree, json);
            writeMarks(tree, json);
        } else if (part instanceof SummaryBlob blob) {
            json.writeStringField("type", "blob");
            json.writeFieldName("value");
            writeBlob(blob, json);
        } else if (part instanceof SummaryHandle handle) {
            json.writeStringField("type", handle.targetType() == SummaryType.TREE ? "tree" : "blob");
            json.writeStringField("id", handle.target());
        } else if (part instanceof SummaryAttachment attachment) {
            json.writeStringField("type", "blob");
            json.writeStringField("id", attachment.id().toHex());
        }
    }

    private static void writeMarks(SummaryTree tree, JsonGenerator json) throws IOException {
        if (tree.unreferenced()) {
            json.writeBooleanField("unreferenced", true);
        }
        if (tree.groupId() != null) {
            json.writeStringField("groupId", tree.groupId());
        }
    }

    private static void writeBlob(SummaryBlob blob, JsonGenerator json) throws IOException {
        Optional<String> text = blob.text();
        json.writeStartObject();
        json.writeStringField("type", "blob");
        json.writeStringField(
                "content", text.orElseGet(() -> Base64.getEncoder().encodeToString(blob.toBytes())));
        json.writeStringField("encoding", text.isPresent() ? "utf-8" : "base64");
        json.writeEndObject();
    }
}
