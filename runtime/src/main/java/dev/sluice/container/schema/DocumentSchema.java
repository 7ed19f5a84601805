package dev.sluice.container.schema;

import dev.sluice.container.batch.OutboundRules;
import dev.sluice.container.batch.OutboundRules.Compression;
import dev.sluice.container.batch.OutboundRules.Grouping;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonBoolean;
import dev.sluice.protocol.json.JsonNumber;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonString;
import dev.sluice.protocol.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The schema of a document as of its newest schema op. Immutable.
 *
 * <p>This runtime can do all it knows, so what the document says is what the session does.
 *
 * @param json as it is written into summaries
 * @since 0.1
 */
public record DocumentSchema(JsonObject json) {
    /** The schema of documents that say nothing: no feature that older clients would not understand. */
    public static final DocumentSchema NONE = new DocumentSchema(JsonObject.builder()
            .put("version", 1)
            .put("refSeq", 0)
            .put("runtime", JsonObject.EMPTY)
            .build());

    private static final Set<String> COMPRESSOR_MODES = Set.of("on", "delayed");

    private static final Map<String, Predicate<JsonValue>> KNOWN = Map.of(
            "explicitSchemaControl", JsonBoolean.TRUE::equals,
            "compressionLz4", JsonBoolean.TRUE::equals,
            "opGroupingEnabled", JsonBoolean.TRUE::equals,
            "createBlobPayloadPending", JsonBoolean.TRUE::equals,
            "idCompressorMode",
                    value -> value.asString().filter(COMPRESSOR_MODES::contains).isPresent(),
            "disallowedVersions",
                    value -> value instanceof JsonArray versions
                            && versions.elements().stream().allMatch(JsonString.class::isInstance));

    /**
     * Reads a schema.
     *
     * @throws ContainerException if the document uses what this runtime does not know (RT-091)
     */
    public static DocumentSchema parse(JsonObject json) {
        double version = json.number("version").map(JsonNumber::value).orElse(Double.NaN);
        if (version != 1) {
            throw unsupported("version " + json.get("version") + ", expected 1");
        }
        if (json.number("refSeq").filter(JsonNumber::isInteger).isEmpty()) {
            throw unsupported("refSeq " + json.get("refSeq") + ", expected a sequence number");
        }
        JsonObject runtime = json.object("runtime").orElseThrow(() -> unsupported("no runtime member"));
        runtime.members().forEach((name, value) -> {
            Predicate<JsonValue> isKnown = KNOWN.get(name);
            if (isKnown == null || !isKnown.test(value)) {
                throw unsupported("runtime." + name + " = " + value.toJson() + "; use a newer version");
            }
        });
        return new DocumentSchema(json);
    }

    /**
     * Applies a schema op (RT-092, RT-093).
     *
     * @param replacement the contents of the op
     * @param sequenceNumber of the op
     * @return the new schema; this one if the op was made for an earlier one
     * @throws ContainerException if the op takes effect and uses what this runtime does not know
     */
    public DocumentSchema apply(JsonObject replacement, long sequenceNumber) {
        double replaced = replacement.number("refSeq").map(JsonNumber::value).orElse(Double.NaN);
        if (replaced != referenceSequenceNumber()) {
            return this;
        }
        JsonObject.Builder stamped = JsonObject.builder();
        replacement.members().forEach(stamped::put);
        return parse(stamped.put("refSeq", sequenceNumber).build());
    }

    /** Returns the number of the op that made this the schema; 0 if it is that of the document's creation. */
    public long referenceSequenceNumber() {
        return (long) json.number("refSeq").orElseThrow().value();
    }

    /** Tells whether clients that know no schema must be kept away from summaries. */
    public boolean isExplicit() {
        return has("explicitSchemaControl");
    }

    /** Returns when ids are compressed: {@code on} or {@code delayed}, or nothing for never. */
    public Optional<String> idCompressorMode() {
        return json.object("runtime").flatMap(runtime -> runtime.string("idCompressorMode"));
    }

    /** Returns how batches may be sent (RT-095). */
    public OutboundRules outboundRules() {
        return OutboundRules.of(
                has("opGroupingEnabled") ? Grouping.ALLOWED : Grouping.FORBIDDEN,
                has("compressionLz4") ? Compression.LZ4 : Compression.NONE);
    }

    private boolean has(String feature) {
        return json.object("runtime").filter(runtime -> runtime.has(feature)).isPresent();
    }

    private static ContainerException unsupported(String found) {
        return new ContainerException(Kind.UNSUPPORTED, "the document schema has " + found);
    }
}
