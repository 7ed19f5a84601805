package dev.sluice.container;

import dev.sluice.container.batch.BatchLimits;
import dev.sluice.container.schema.DocumentSchema;
import dev.sluice.container.summary.Metadata;
import dev.sluice.gc.graph.GraphObserver;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How container runtimes behave. Immutable.
 *
 * @param observer hears what garbage collection has to know
 * @param listenerFailures takes what listeners of the application throw
 * @param blobLifetime how long the service keeps an uploaded blob that nothing names; empty if it does not tell
 * @param schema of new documents
 * @param metadata further members of {@code .metadata} of new documents
 * @param limits what is more of an op closes the container when others send it, and is refused when this one does
 * @since 0.1
 */
public record RuntimeOptions(
        GraphObserver observer,
        Consumer<RuntimeException> listenerFailures,
        Optional<Duration> blobLifetime,
        DocumentSchema schema,
        JsonObject metadata,
        BatchLimits limits) {
    private static final System.Logger LOG = System.getLogger(RuntimeOptions.class.getName());
    private static final Duration SESSION_EXPIRY = Duration.ofDays(30);
    private static final Duration TOMBSTONE = Duration.ofDays(36);

    /** What TypeScript clients of today do: grouped and compressed batches, garbage collection as in garbage-collection §4.3. */
    public static final RuntimeOptions DEFAULT = new RuntimeOptions(
            GraphObserver.NONE,
            failure -> LOG.log(System.Logger.Level.ERROR, "a listener failed", failure),
            Optional.empty(),
            DocumentSchema.parse(JsonObject.builder()
                    .put("version", 1)
                    .put("refSeq", 0)
                    .put("info", JsonObject.of("minVersionForCollab", JsonValue.of("2.0.0")))
                    .put(
                            "runtime",
                            JsonObject.builder()
                                    .put("explicitSchemaControl", JsonValue.of(true))
                                    .put("compressionLz4", JsonValue.of(true))
                                    .put("opGroupingEnabled", JsonValue.of(true))
                                    .build())
                    .build()),
            JsonObject.builder()
                    .put("gcFeature", 3)
                    .put("sessionExpiryTimeoutMs", SESSION_EXPIRY.toMillis())
                    .put("sweepEnabled", JsonValue.of(false))
                    .put("tombstoneTimeoutMs", TOMBSTONE.toMillis())
                    .build(),
            BatchLimits.DEFAULT);

    /** Returns the metadata of a document that is made now. */
    Metadata newMetadata(Instant now) {
        JsonObject.Builder members = JsonObject.builder()
                .put("createContainerTimestamp", now.toEpochMilli())
                .put("summaryFormatVersion", 1);
        metadata.members().forEach(members::put);
        return new Metadata(members.put("documentSchema", schema.json()).build());
    }

    /**
     * As {@link #DEFAULT}, but new documents are such that clients of releases before 2.0 open them, too: batches are neither
     * grouped nor compressed.
     */
    public static final RuntimeOptions COMPATIBLE_WITH_1 = DEFAULT.withSchema(DocumentSchema.parse(JsonObject.builder()
            .put("version", 1)
            .put("refSeq", 0)
            .put("info", JsonObject.of("minVersionForCollab", JsonValue.of("1.0.0")))
            .put("runtime", JsonObject.EMPTY)
            .build()));

    /** Returns these options with other limits. */
    public RuntimeOptions withLimits(BatchLimits other) {
        return new RuntimeOptions(observer, listenerFailures, blobLifetime, schema, metadata, other);
    }

    /** Returns these options with another observer. */
    public RuntimeOptions withObserver(GraphObserver other) {
        return new RuntimeOptions(other, listenerFailures, blobLifetime, schema, metadata, limits);
    }

    /** Returns these options with another schema for new documents. */
    public RuntimeOptions withSchema(DocumentSchema other) {
        return new RuntimeOptions(observer, listenerFailures, blobLifetime, other, metadata, limits);
    }

    /** Returns these options with a lifetime of blobs. */
    public RuntimeOptions withBlobLifetime(Duration lifetime) {
        return new RuntimeOptions(observer, listenerFailures, Optional.of(lifetime), schema, metadata, limits);
    }
}
