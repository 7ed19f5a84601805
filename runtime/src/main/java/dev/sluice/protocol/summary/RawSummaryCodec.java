package dev.sluice.protocol.summary;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Map;

/**
 * The raw encoding of older clients: numeric types, plain names, all content as text (SVC §1.6).
 *
 * <p>Pure; linear in the input.
 *
 * @since 0.1
 */
public final class RawSummaryCodec {
    private RawSummaryCodec() {}

    /**
     * Reads a tree; the parser stands on its opening brace and is left on its closing one.
     *
     * @throws SummaryFormatException if it is no summary or over a limit
     * @throws IOException if the JSON is malformed
     */
    public static SummaryTree readTree(JsonParser parser, SummaryLimits limits) throws IOException {
        return new RawSummaryReader(parser, limits).tree();
    }

    /**
     * Writes a tree.
     *
     * @throws IllegalArgumentException if a blob is not text, which this encoding cannot carry
     */
    public static void writeTree(SummaryTree tree, JsonGenerator json) throws IOException {
        writeType(tree, json);
        json.writeObjectFieldStart("tree");
        for (Map.Entry<String, SummaryObject> entry : tree.entries().entrySet()) {
            json.writeFieldName(entry.getKey());
            write(entry.getValue(), json);
        }
        json.writeEndObject();
        if (tree.unreferenced()) {
            json.writeBooleanField("unreferenced", true);
        }
        if (tree.groupId() != null) {
            json.writeStringField("groupId", tree.groupId());
        }
        json.writeEndObject();
    }

    private static void write(SummaryObject part, JsonGenerator json) throws IOException {
        if (part instanceof SummaryTree tree) {
            writeTree(tree, json);
            return;
        }
        writeType(part, json);
        if (part instanceof SummaryBlob blob) {
            json.writeStringField(
                    "content",
                    blob.text()
                            .orElseThrow(() -> new IllegalArgumentException(
                                    "the raw encoding of a summary cannot carry a blob that is not text")));
        } else if (part instanceof SummaryHandle handle) {
            json.writeStringField("handle", handle.target());
            json.writeNumberField("handleType", handle.targetType().code());
        } else if (part instanceof SummaryAttachment attachment) {
            json.writeStringField("id", attachment.id().toHex());
        }
        json.writeEndObject();
    }

    private static void writeType(SummaryObject part, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("type", part.type().code());
    }
}
