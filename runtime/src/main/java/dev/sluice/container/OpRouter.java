package dev.sluice.container;

import dev.sluice.container.batch.RecentBatches;
import dev.sluice.container.batch.RuntimeBatch;
import dev.sluice.container.batch.RuntimeMessage;
import dev.sluice.container.blob.BlobUploads;
import dev.sluice.container.id.IdCompressorException;
import dev.sluice.container.id.IdRange;
import dev.sluice.container.snapshot.AttachTree;
import dev.sluice.container.snapshot.StoredTree;
import dev.sluice.container.store.HostedStore;
import dev.sluice.container.store.StoreEntry;
import dev.sluice.container.store.StoreOp;
import dev.sluice.container.store.StoreTable;
import dev.sluice.gc.GcException;
import dev.sluice.gc.graph.GraphObserver;
import dev.sluice.gc.graph.OpReferences;
import dev.sluice.gc.op.GcOp;
import dev.sluice.gc.session.GcSession;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.protocol.handle.NodePath;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonNull;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Does what a sequenced message says (runtime-formats §5). Confined to the document's thread.
 *
 * @param <S> the data stores
 */
final class OpRouter<S extends HostedStore> {
    private final Document document;
    private final StoreTable<S> stores;
    private final BlobUploads uploads;
    private final GcSession gc;
    private final GraphObserver observer;
    private final OpReferences references;
    private final Events events;
    private final Consumer<StoreEntry<S>> known;

    /**
     * Makes one.
     *
     * @param known hears of data stores that became known
     */
    OpRouter(
            Document document,
            StoreTable<S> stores,
            BlobUploads uploads,
            GcSession gc,
            GraphObserver observer,
            Events events,
            Consumer<StoreEntry<S>> known) {
        this.document = document;
        this.stores = stores;
        this.uploads = uploads;
        this.gc = gc;
        this.observer = observer;
        this.references = new OpReferences(observer);
        this.events = events;
        this.known = known;
    }

    /** Takes note of a batch; one that was sequenced before is applied all the same, and told of (runtime-formats §6.1). */
    void see(RuntimeBatch batch) {
        if (document.recent.see(batch) instanceof RecentBatches.Repeated repeated) {
            gc.events()
                    .generic(
                            "DuplicateBatch",
                            Map.of(
                                    "details",
                                    Map.of(
                                            "batchId", batch.effectiveId(),
                                            "clientId", batch.clientId(),
                                            "size", batch.messages().size(),
                                            "duplicateBatchSequenceNumber", repeated.sequenceNumber())));
        }
    }

    /**
     * Applies a message.
     *
     * @param isOwn whether it is the oldest pending one of this container
     * @throws ContainerException if it breaks a rule; its message names op and rule
     */
    void route(RuntimeMessage message, boolean isOwn) {
        try {
            switch (message.type()) {
                case COMPONENT -> component(message, isOwn);
                case ATTACH -> attach(message, isOwn);
                case ALIAS -> alias(message, isOwn);
                case BLOB_ATTACH -> blobAttach(message, isOwn);
                case ID_ALLOCATION ->
                    IdRange.parse(contents(message)).ifPresent(document.startedIdCompressor()::finalizeRange);
                case GC -> collect(message);
                case SCHEMA ->
                    document.changeSchema(document.schema().apply(contents(message), message.sequenceNumber()));
                case REJOIN, IGNORED -> {}
            }
        } catch (JsonException | IdCompressorException malformed) {
            throw new ContainerException(
                    Kind.DATA_PROCESSING,
                    found(message, "contents-form", String.valueOf(malformed.getMessage())),
                    malformed);
        } catch (GcException unknown) {
            throw new ContainerException(
                    Kind.DATA_PROCESSING, found(message, "known-gc-op", String.valueOf(unknown.getMessage())), unknown);
        } catch (ContainerException broken) {
            throw broken;
        } catch (RuntimeException failed) {
            throw new ContainerException(
                    Kind.DATA_PROCESSING, found(message, "applicable", String.valueOf(failed.getMessage())), failed);
        }
    }

    private void component(RuntimeMessage message, boolean isOwn) {
        JsonObject contents = contents(message);
        String id = text(contents, "address");
        NodePath path = NodePath.ofStore(id);
        if (gc.isDeleted(path)) {
            gc.deletedStoreChanged(path, "processFluidDataStoreOp");
            return;
        }
        StoreEntry<S> entry = stores.entry(id)
                .orElseThrow(() -> broken(message, "known-store", "an op for data store " + id + ", which is unknown"));
        JsonObject inner = contents.object("contents").orElseThrow(() -> new JsonException("an op without contents"));
        String kind = text(inner, "type");
        if (!kind.equals("op") && !kind.equals("attach")) {
            throw broken(message, "known-store-op", "an op of type " + kind + " in data store " + id);
        }
        observer.storeChanged(path, message.timestampMs());
        references.ofStoreOp(id, inner, message.timestampMs());
        channelAttachReferences(id, kind, inner, message.timestampMs());
        entry.touched(message.sequenceNumber());
        StoreOp op = new StoreOp(inner, message);
        if (isOwn) {
            entry.store().acknowledge(op);
        } else {
            entry.store().apply(op);
        }
    }

    private void channelAttachReferences(String storeId, String kind, JsonObject inner, long timestampMs) {
        JsonObject channel = inner.object("content").orElse(JsonObject.EMPTY);
        if (kind.equals("attach")) {
            channel.object("snapshot")
                    .map(AttachTree::read)
                    .ifPresent(tree -> gcData(tree, "/" + storeId + "/" + text(channel, "id"), timestampMs));
        }
    }

    private void gcData(StoredTree tree, String path, long timestampMs) {
        tree.json(".gcdata").ifPresent(data -> references.ofAttached(path, data, timestampMs));
    }

    private void attach(RuntimeMessage message, boolean isOwn) {
        JsonObject contents = contents(message);
        String id = text(contents, "id");
        JsonValue snapshot = contents.get("snapshot");
        Optional<StoredTree> tree = snapshot == null || snapshot == JsonNull.NULL
                ? Optional.empty()
                : Optional.of(AttachTree.read(snapshot));
        if (isOwn) {
            stores.attached(id, message.sequenceNumber());
        } else {
            if (stores.entry(id).isPresent() || document.aliases.storeId(id).isPresent()) {
                throw new ContainerException(
                        Kind.DATA_CORRUPTION, found(message, "new-store-id", "a second data store " + id));
            }
            known.accept(stores.add(id, text(contents, "type"), tree, message.sequenceNumber()));
        }
        tree.ifPresent(content -> gcData(content, "/" + id, message.timestampMs()));
    }

    private void alias(RuntimeMessage message, boolean isOwn) {
        JsonObject contents = contents(message);
        String storeId = text(contents, "internalId");
        String alias = text(contents, "alias");
        boolean isFree =
                document.aliases.storeId(alias).isEmpty() && stores.entry(alias).isEmpty();
        boolean isAliased = isFree && canBeAliased(storeId);
        if (isAliased) {
            document.aliases.put(alias, storeId);
            stores.aliased(storeId, message.sequenceNumber());
            references.ofAlias(storeId, message.timestampMs());
        }
        CompletableFuture<AliasResult> answer = isOwn ? document.aliases.answered() : null;
        if (answer != null) {
            events.publish(() -> answer.complete(isAliased ? AliasResult.ALIASED : AliasResult.CONFLICT));
        }
    }

    private boolean canBeAliased(String storeId) {
        NodePath path = NodePath.ofStore(storeId);
        if (gc.isDeleted(path)) {
            gc.deletedStoreChanged(path, "processAliasMessageCore");
            return false;
        }
        boolean isKnown = stores.entry(storeId).isPresent();
        if (!isKnown) {
            gc.events().error("AliasFluidDataStoreNotFound", Map.of("fluidDataStoreId", storeId));
        }
        return isKnown;
    }

    private void blobAttach(RuntimeMessage message, boolean isOwn) {
        JsonObject metadata = message.metadata();
        if (metadata == null) {
            throw broken(message, "blob-metadata", "a blobAttach without metadata");
        }
        String localId = text(metadata, "localId");
        document.blobs.attach(localId, text(metadata, "blobId"));
        if (isOwn) {
            uploads.acknowledged(localId, events::publish);
        }
    }

    private void collect(RuntimeMessage message) {
        GcOp op = GcOp.parse(contents(message));
        if (op instanceof GcOp.Sweep sweep) {
            Sweep.apply(sweep.nodeIds(), document, stores, gc);
            observer.swept(sweep.nodeIds());
        } else if (op instanceof GcOp.TombstoneLoaded loaded) {
            observer.tombstoneLoaded(loaded.nodePath(), message.timestampMs());
        }
    }

    private static JsonObject contents(RuntimeMessage message) {
        JsonValue contents = message.contents();
        return contents instanceof JsonObject object ? object : fail(contents);
    }

    private static JsonObject fail(@Nullable JsonValue contents) {
        throw new JsonException("found " + (contents == null ? "nothing" : contents.kind()) + ", expected an object");
    }

    private static String text(JsonObject object, String name) {
        return object.string(name)
                .orElseThrow(() -> new JsonException(
                        "found no text " + name + " in " + object.members().keySet()));
    }

    private static ContainerException broken(RuntimeMessage message, String rule, String found) {
        return new ContainerException(Kind.DATA_PROCESSING, found(message, rule, found));
    }

    private static String found(RuntimeMessage message, String rule, String found) {
        return "op " + message.sequenceNumber() + " of client " + message.clientId() + " breaks " + rule + ": found "
                + found;
    }
}
