package dev.sluice.container;

import dev.sluice.container.batch.BatchLimits;
import dev.sluice.container.batch.InboundBatches;
import dev.sluice.container.batch.RecentBatches;
import dev.sluice.container.blob.BlobTable;
import dev.sluice.container.id.IdCompressor;
import dev.sluice.container.id.IdCompressorException;
import dev.sluice.container.schema.DocumentSchema;
import dev.sluice.container.snapshot.StoredTree;
import dev.sluice.container.summary.Metadata;
import dev.sluice.gc.state.GcBlobs;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the sequenced ops made of a document, but for its data stores: the same for all clients. Confined to the document's
 * thread.
 */
final class Document {
    private static final Set<String> NO_STORES =
            Set.of(".protocol", ".logTail", ".serviceProtocol", ".blobs", "gc", ".idCompressor");

    final Metadata metadata;
    final Aliases aliases = new Aliases();
    final BlobTable blobs;
    final InboundBatches inbound;
    final RecentBatches recent;
    final StoredTree gc;
    final BatchLimits limits;

    private DocumentSchema schema;
    private @Nullable IdCompressor idCompressor;

    /** A new document. */
    Document(Metadata metadata, BatchLimits limits) {
        this(metadata, StoredTree.EMPTY, limits);
    }

    private Document(Metadata metadata, StoredTree tree, BatchLimits limits) {
        this.limits = limits;
        this.metadata = metadata;
        // First of all: what follows may be of a form that this version does not know.
        schema = metadata.schema();
        gc = tree.tree(GcBlobs.TREE).orElse(StoredTree.EMPTY);
        blobs = tree.tree(".blobs").map(BlobTable::new).orElseGet(BlobTable::new);
        tree.json(".aliases").ifPresent(aliases::load);
        inbound = new InboundBatches(limits, array(tree, ".chunks"));
        recent = new RecentBatches(array(tree, ".recentBatchInfo"));
        idCompressor = tree.json(".idCompressor")
                .map(json -> IdCompressor.parse(json.asString()
                        .orElseThrow(
                                () -> new JsonException(".idCompressor that is " + json.kind() + ", expected base64"))))
                .orElseGet(
                        () -> schema.idCompressorMode().filter("on"::equals).isPresent() ? new IdCompressor() : null);
    }

    /**
     * A document as of a snapshot (runtime-formats §7.4).
     *
     * @throws ContainerException if it cannot be opened or is damaged
     */
    static Document load(StoredTree tree, long sequenceNumber, BatchLimits limits) {
        try {
            Metadata metadata = tree.json(".metadata")
                    .map(json -> json.asObject().orElseThrow(() -> new JsonException(".metadata that is no object")))
                    .map(Metadata::new)
                    .orElse(Metadata.NONE);
            checkSequenceNumber(metadata, sequenceNumber);
            return new Document(metadata, tree, limits);
        } catch (JsonException | IdCompressorException malformed) {
            throw new ContainerException(
                    Kind.DATA_CORRUPTION, "the snapshot at " + sequenceNumber + " is damaged", malformed);
        }
    }

    private static void checkSequenceNumber(Metadata metadata, long sequenceNumber) {
        long written = metadata.lastSequenceNumber().orElse(sequenceNumber);
        if (written >= 0 && written != sequenceNumber) {
            throw new ContainerException(
                    Kind.DATA_CORRUPTION,
                    "the snapshot's .metadata is as of " + written + ", its protocol state as of " + sequenceNumber
                            + "; summary metadata mismatch");
        }
    }

    private static JsonArray array(StoredTree tree, String blob) {
        return tree.json(blob)
                .map(json -> json.asArray().orElseThrow(() -> new JsonException(blob + " that is no array")))
                .orElse(JsonArray.EMPTY);
    }

    /** Where the data stores of a snapshot lie (RT-069). */
    Map<String, StoredTree> storesIn(StoredTree tree) {
        return metadata.isIsolated()
                ? tree.tree(".channels").map(StoredTree::trees).orElse(Map.of())
                : tree.withoutTrees(NO_STORES).trees();
    }

    DocumentSchema schema() {
        return schema;
    }

    void changeSchema(DocumentSchema changed) {
        schema = changed;
    }

    Optional<IdCompressor> idCompressor() {
        return Optional.ofNullable(idCompressor);
    }

    /** The compressor, made when the first ids are allocated. */
    IdCompressor startedIdCompressor() {
        IdCompressor started = idCompressor == null ? new IdCompressor() : idCompressor;
        idCompressor = started;
        return started;
    }
}
