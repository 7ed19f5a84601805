package dev.sluice.container;

import dev.sluice.container.batch.OutboundRules.Grouping;
import dev.sluice.container.store.HostedStore;
import dev.sluice.container.store.StoreTable;
import dev.sluice.container.summary.Metadata;
import dev.sluice.container.summary.SummaryBase;
import dev.sluice.container.summary.SummaryRequest;
import dev.sluice.container.summary.SummaryResult;
import dev.sluice.container.summary.SummaryWriter;
import dev.sluice.gc.session.GcSession;
import dev.sluice.gc.state.GcBlobs;
import dev.sluice.loader.AttachState;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryObject;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.Optional;

/**
 * Writes the application's part of summaries (runtime-formats §7). Confined to the document's thread.
 *
 * @param <S> the data stores
 */
final class SummaryAssembly<S extends HostedStore> {
    private final Document document;
    private final View<S> view;
    private final StoreTable<S> stores;
    private final Position position;
    private final GcSession gc;
    private Metadata metadata;
    private Optional<SummaryBase> base;

    SummaryAssembly(
            Document document,
            View<S> view,
            StoreTable<S> stores,
            Position position,
            GcSession gc,
            Optional<SummaryBase> base) {
        this.document = document;
        this.view = view;
        this.stores = stores;
        this.position = position;
        this.gc = gc;
        this.metadata = document.metadata;
        this.base = base;
    }

    /**
     * Writes the summary of the sequenced state.
     *
     * @throws IllegalStateException if there is an {@link #obstacle}
     */
    SummaryResult write(SummaryRequest request) {
        Optional<String> obstacle = obstacle();
        if (obstacle.isPresent()) {
            throw new IllegalStateException(obstacle.get());
        }
        return switch (request.form()) {
            case FULL -> write(request, new SummaryWriter(Optional.empty()), AttachState.ATTACHED);
            case INCREMENTAL -> write(request, new SummaryWriter(base), AttachState.ATTACHED);
        };
    }

    /** Returns why no summary can be written now: a batch is open, or the document does not exist at the service yet. */
    Optional<String> obstacle() {
        boolean isBatchOpen = document.inbound.isBatchOpen();
        return view.attachState() == AttachState.ATTACHED && !isBatchOpen
                ? Optional.empty()
                : Optional.of("found " + view.attachState() + (isBatchOpen ? ", inside a batch" : "")
                        + "; a summary is written of an attached document between batches");
    }

    /** Writes the summary with which the document is created. */
    SummaryResult writeAttach() {
        return write(SummaryRequest.FULL, new SummaryWriter(Optional.empty()), AttachState.ATTACHING);
    }

    /** The service took a summary: handles refer to it from now on. */
    void acknowledged(SummaryResult summary) {
        base = Optional.of(summary.base());
        gc.summaryAcknowledged();
    }

    /** Somebody else's summary was taken, or this one's was loaded: no handles until one of this client's is. */
    void forgetBase() {
        base = Optional.empty();
    }

    /** Whether handles may refer to the newest acknowledged summary, because it is known here. */
    boolean hasBase() {
        return base.isPresent();
    }

    private SummaryResult write(SummaryRequest request, SummaryWriter writer, AttachState from) {
        SummaryTree.Builder tree = SummaryTree.builder();
        Optional<SequencedMessage> last = position.last();
        Metadata next = metadata.next(document.schema(), last, owned(request));
        tree.text(".metadata", next.json().toJson());
        text(tree, ".aliases", document.aliases.toJson());
        if (document.schema().outboundRules().grouping() == Grouping.ALLOWED) {
            // Documents without groups have clients that know no ids of batches.
            text(tree, ".recentBatchInfo", document.recent.toJson());
        }
        text(tree, ".chunks", document.inbound.partialChunks());
        document.idCompressor()
                .ifPresent(compressor -> tree.text(
                        ".idCompressor", JsonValue.of(compressor.serialize()).toJson()));
        document.blobs.summarize().ifPresent(blobs -> tree.put(".blobs", blobs));
        if (gc.config().isAllowed()) {
            // Without a collector: what was deleted, for that alone is right without the graph (RT-085).
            request.gc().or(this::deletedNodes).ifPresent(collected -> tree.put(GcBlobs.TREE, collected));
        }
        tree.put(".channels", stores.summarize(writer, request, from));
        metadata = next;
        return new SummaryResult(
                tree.build(),
                position.sequenceNumber(),
                position.minimumSequenceNumber(),
                writer.toBase(position.sequenceNumber()));
    }

    /** What collection says of the document goes along with its state, and stays as it was without. */
    private JsonObject owned(SummaryRequest request) {
        JsonObject.Builder members = JsonObject.builder();
        if (request.gc().isPresent()) {
            gc.config().metadata().members().forEach(members::put);
        }
        request.metadata().members().forEach(members::put);
        return members.build();
    }

    private Optional<SummaryObject> deletedNodes() {
        return GcBlobs.write(gc.deleted())
                .map(text -> SummaryTree.builder().text(GcBlobs.DELETED, text).build());
    }

    private static void text(SummaryTree.Builder tree, String name, JsonArray content) {
        if (content.size() > 0) {
            tree.text(name, content.toJson());
        }
    }
}
