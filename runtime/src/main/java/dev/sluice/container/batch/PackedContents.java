package dev.sluice.container.batch;

import dev.sluice.container.batch.BatchException.Rule;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonNestingException;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Compressed contents: an LZ4 frame, in base64, of the JSON array of what the ops of a batch contain (runtime-formats §6.2). */
final class PackedContents {
    static final String LZ4 = "lz4";

    private static final String NAME = "packedContents";

    private PackedContents() {}

    /** Returns contents that hold the JSON text of one message. */
    static String pack(String message) {
        byte[] frame = Lz4Frame.compress(("[" + message + "]").getBytes(StandardCharsets.UTF_8));
        return JsonObject.of(NAME, JsonValue.of(Base64.getEncoder().encodeToString(frame)))
                .toJson();
    }

    /** Tells whether contents are compressed; some old loaders lost the field that says so (RT-057). */
    static boolean isPacked(WireOp op) {
        String compression = op.compression();
        if (compression != null) {
            if (!compression.equals(LZ4)) {
                throw op.error(Rule.KNOWN_COMPRESSION, "compression " + compression);
            }
            return true;
        }
        String packed =
                op.contents() instanceof JsonObject object && object.members().size() == 1
                        ? object.string(NAME).orElse("")
                        : "";
        return !packed.isEmpty() && isCanonicalBase64(packed);
    }

    /** Returns what the ops of the batch contain, of which {@code op} is the first. */
    static JsonArray unpack(WireOp op, BatchLimits limits) {
        byte[] content = decompress(op, frame(op), limits);
        try {
            return content.length > 0
                            && JsonValue.parse(RawJson.slice(content, 0, content.length), limits.maxNesting())
                                    instanceof JsonArray array
                    ? array
                    : fail(op);
        } catch (JsonNestingException tooDeep) {
            throw op.error(Rule.NESTING_LIMIT, String.valueOf(tooDeep.getMessage()), tooDeep);
        } catch (JsonException malformed) {
            throw op.error(Rule.PACKED_FORM, "compressed contents that are no JSON", malformed);
        }
    }

    private static JsonArray fail(WireOp op) {
        throw op.error(Rule.PACKED_FORM, "compressed contents that are no array");
    }

    private static byte[] frame(WireOp op) {
        String packed =
                op.contents() instanceof JsonObject object ? object.string(NAME).orElse(null) : null;
        byte[] frame = packed == null ? null : decode(packed);
        if (frame == null) {
            throw op.error(Rule.PACKED_FORM, "a compressed op without " + NAME + " in base64");
        }
        return frame;
    }

    private static byte[] decompress(WireOp op, byte[] frame, BatchLimits limits) {
        long maxByRatio = (long) frame.length * limits.maxRatio();
        try {
            return Lz4Frame.decompress(frame, Math.min(limits.maxContentBytes(), maxByRatio));
        } catch (Lz4Frame.TooLargeException tooLarge) {
            Rule rule = maxByRatio < limits.maxContentBytes() ? Rule.PACKED_RATIO_LIMIT : Rule.PACKED_SIZE_LIMIT;
            throw op.error(rule, String.valueOf(tooLarge.getMessage()), tooLarge);
        } catch (Lz4Frame.FormatException malformed) {
            throw op.error(Rule.PACKED_FORM, String.valueOf(malformed.getMessage()), malformed);
        }
    }

    private static boolean isCanonicalBase64(String text) {
        byte[] decoded = decode(text);
        return decoded != null && Base64.getEncoder().encodeToString(decoded).equals(text);
    }

    private static byte @Nullable [] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }
}
