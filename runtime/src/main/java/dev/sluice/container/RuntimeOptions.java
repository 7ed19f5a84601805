package dev.sluice.container;

import dev.sluice.container.batch.BatchLimits;
import dev.sluice.container.schema.DocumentSchema;
import dev.sluice.container.summary.Metadata;
import dev.sluice.gc.config.GcConfig;
import dev.sluice.gc.config.Role;
import dev.sluice.gc.graph.GraphObserver;
import dev.sluice.gc.session.GcSetup;
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
 * @param collection what of documents is collected, and who is told
 * @param metadata further members of {@code .metadata} of new documents
 * @param limits what is more of an op closes the container when others send it, and is refused when this one does
 * @since 0.1
 */
public record RuntimeOptions(
        GraphObserver observer,
        Consumer<RuntimeException> listenerFailures,
        Optional<Duration> blobLifetime,
        DocumentSchema schema,
        GcSetup collection,
        JsonObject metadata,
        BatchLimits limits) {
    private static final System.Logger LOG = System.getLogger(RuntimeOptions.class.getName());

    /** What TypeScript clients of today do: grouped and compressed batches, and garbage collection that sweeps nothing. */
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
            GcSetup.DEFAULT,
            JsonObject.EMPTY,
            BatchLimits.DEFAULT);

    /** Returns the metadata of a document that is made now. */
    Metadata newMetadata(Instant now, GcConfig config) {
        JsonObject.Builder members = JsonObject.builder()
                .put("createContainerTimestamp", now.toEpochMilli())
                .put("summaryFormatVersion", 1);
        config.metadata().members().forEach(members::put);
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
        return new RuntimeOptions(observer, listenerFailures, blobLifetime, schema, collection, metadata, other);
    }

    /** Returns these options with another observer. */
    public RuntimeOptions withObserver(GraphObserver other) {
        return new RuntimeOptions(other, listenerFailures, blobLifetime, schema, collection, metadata, limits);
    }

    /** Returns these options with another schema for new documents. */
    public RuntimeOptions withSchema(DocumentSchema other) {
        return new RuntimeOptions(observer, listenerFailures, blobLifetime, other, collection, metadata, limits);
    }

    /** Returns these options with a lifetime of blobs. */
    public RuntimeOptions withBlobLifetime(Duration lifetime) {
        return new RuntimeOptions(
                observer, listenerFailures, Optional.of(lifetime), schema, collection, metadata, limits);
    }

    /** Returns these options with another collection. */
    public RuntimeOptions withCollection(GcSetup other) {
        return new RuntimeOptions(observer, listenerFailures, blobLifetime, schema, other, metadata, limits);
    }

    /**
     * Returns the configuration of collection.
     *
     * @param stored the metadata of the document, if it exists
     * @throws dev.sluice.gc.GcException if these options or the document do not allow it
     */
    GcConfig configure(Optional<Metadata> stored, Role role) {
        schema.json()
                .object("info")
                .flatMap(info -> info.string("minVersionForCollab"))
                .ifPresent(collection::checkClients);
        return stored.map(metadata -> collection.ofExisting(metadata.json(), role))
                .orElseGet(() -> collection.ofNew(role));
    }
}
