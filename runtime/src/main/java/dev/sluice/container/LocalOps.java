package dev.sluice.container;

import dev.sluice.container.batch.LocalMessage;
import dev.sluice.container.batch.RuntimeType;
import dev.sluice.container.blob.BlobUploads;
import dev.sluice.container.snapshot.AttachTree;
import dev.sluice.container.store.HostedStore;
import dev.sluice.container.store.StoreEntry;
import dev.sluice.container.store.StoreTable;
import dev.sluice.gc.op.GcOp;
import dev.sluice.gc.session.GcSession;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.protocol.handle.NodePath;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonNull;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Does anew, or takes back, what this client or a former session submitted (runtime-formats §6.4, §6.5). Confined to the
 * document's thread.
 *
 * @param <S> the data stores
 */
final class LocalOps<S extends HostedStore> {
    private final Document document;
    private final StoreTable<S> stores;
    private final BlobUploads uploads;
    private final GcSession gc;
    private final Consumer<LocalMessage> submit;

    LocalOps(
            Document document, StoreTable<S> stores, BlobUploads uploads, GcSession gc, Consumer<LocalMessage> submit) {
        this.document = document;
        this.stores = stores;
        this.uploads = uploads;
        this.gc = gc;
        this.submit = submit;
    }

    /**
     * Submits anew; what made something known goes unchanged (RT-066).
     *
     * @throws ContainerException if it is an edit of a data store that was swept meanwhile: others know nothing of it, and this
     *     container would differ from theirs if it went on (garbage-collection §5.3)
     */
    void resubmit(LocalMessage message) {
        switch (message.type()) {
            case COMPONENT -> store(message, "resubmitDataStoreOp").resubmit(inner(message));
            case BLOB_ATTACH -> uploads.resubmit(localId(message));
            case ATTACH, ALIAS, SCHEMA -> submit.accept(message);
            case GC -> submitAgain(message);
            case ID_ALLOCATION, REJOIN, IGNORED -> {}
        }
    }

    void rollback(LocalMessage message) {
        if (message.type() == RuntimeType.COMPONENT) {
            store(message, "rollbackDataStoreOp").rollback(inner(message));
        } else if (message.type() == RuntimeType.ALIAS) {
            CompletableFuture<AliasResult> answer = document.aliases.takenBack();
            if (answer != null) {
                answer.complete(AliasResult.ROLLED_BACK);
            }
        } else if (message.type() == RuntimeType.GC) {
            gc.discarded(GcOp.parse(contents(message)));
        }
    }

    /** Makes an op of a former session pending again; it is submitted exactly once. */
    void applyStashed(LocalMessage message, long sequenceNumber) {
        switch (message.type()) {
            case COMPONENT -> applyStashedEdit(message);
            case ATTACH -> {
                JsonObject contents = contents(message);
                JsonValue snapshot = contents.get("snapshot");
                stores.addPending(
                        text(contents, "id"),
                        text(contents, "type"),
                        snapshot == null || snapshot == JsonNull.NULL
                                ? Optional.empty()
                                : Optional.of(AttachTree.read(snapshot)),
                        sequenceNumber);
                submit.accept(message);
            }
            case ALIAS -> {
                // Nobody of the former session is left to hear the answer, but answers come in order.
                document.aliases.await();
                submit.accept(message);
            }
            case BLOB_ATTACH, SCHEMA, ID_ALLOCATION -> submit.accept(message);
            case GC -> submitAgain(message);
            case REJOIN, IGNORED ->
                throw new JsonException("a pending message of type " + message.type() + ", which is never kept");
        }
    }

    /** An edit of a swept data store stays pending without effect: it may have been sequenced before the sweep. */
    private void applyStashedEdit(LocalMessage message) {
        NodePath path = storePath(message);
        if (gc.isDeleted(path)) {
            gc.deletedStoreChanged(path, "applyStashedOp");
            submit.accept(message);
        } else {
            store(message, "applyStashedOp").applyStashed(inner(message));
        }
    }

    /**
     * A sweep is of its moment (I3): since it was decided somebody may have referred to its nodes, and clients execute it without
     * looking again. The next run asks for what is garbage still.
     */
    private void submitAgain(LocalMessage message) {
        if (!(GcOp.parse(contents(message)) instanceof GcOp.Sweep)) {
            submit.accept(message);
        }
    }

    private S store(LocalMessage message, String callSite) {
        NodePath path = storePath(message);
        if (gc.isDeleted(path)) {
            gc.deletedStoreChanged(path, callSite);
            throw new ContainerException(
                    Kind.DATA_CORRUPTION,
                    "Context is deleted! Call site [" + callSite + "]: found a pending edit of data store " + path
                            + ", which was swept; load the document anew, without this session's pending state");
        }
        return path.storeId()
                .flatMap(stores::entry)
                .map(StoreEntry::store)
                .orElseThrow(() -> new JsonException("a pending edit of data store " + path + ", which is unknown"));
    }

    private static NodePath storePath(LocalMessage message) {
        return NodePath.ofStore(text(contents(message), "address"));
    }

    private static JsonObject inner(LocalMessage message) {
        return contents(message).object("contents").orElseThrow(() -> new JsonException("an op without contents"));
    }

    private static String localId(LocalMessage message) {
        return text(Optional.ofNullable(message.metadata()).orElse(JsonObject.EMPTY), "localId");
    }

    private static JsonObject contents(LocalMessage message) {
        return Optional.ofNullable(message.contents())
                .flatMap(JsonValue::asObject)
                .orElseThrow(() -> new JsonException("a pending message without contents"));
    }

    private static String text(JsonObject object, String name) {
        return object.string(name).orElseThrow(() -> new JsonException("a pending message without " + name));
    }
}
