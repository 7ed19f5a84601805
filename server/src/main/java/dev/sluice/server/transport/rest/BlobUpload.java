package dev.sluice.server.transport.rest;

import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitHash;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.server.storage.BlobSpool;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.Transaction;
import java.nio.ByteBuffer;

/**
 * One blob on its way into the store.
 *
 * <p>Feed it the body, then {@link #finish} and submit what it returns. Blocking when the body is large. Confined to one
 * thread at a time.
 */
final class BlobUpload implements BodySink, AutoCloseable {
    private final TenantId tenant;
    private final Store store;
    private final BlobContent content;
    private final BlobJsonReader json;

    BlobUpload(TenantId tenant, Store store, RestLimits limits) {
        this.tenant = tenant;
        this.store = store;
        this.content = new BlobContent(store::spool, this::replay, limits.blobMaxBytes());
        this.json = new BlobJsonReader(content::accept, limits.jsonMaxDepth());
    }

    /** A blob that is ready to be stored. */
    record Ready(GitId id, Mutation mutation) {}

    @Override
    public void accept(ByteBuffer part) {
        json.accept(part);
    }

    /** Ends the body and names the content. */
    Ready finish() {
        BlobContent.Result result = content.finish(json.end());
        if (result instanceof BlobContent.Result.InMemory memory) {
            GitId id = GitHash.of(GitObjectType.BLOB, memory.bytes());
            return new Ready(id, new Mutation.PutObject(tenant, id, GitObjectType.BLOB, memory.bytes()));
        }
        BlobSpool spool = ((BlobContent.Result.Spooled) result).spool();
        try {
            return new Ready(spool.seal(), new Mutation.AdoptSpool(tenant, spool));
        } catch (RuntimeException unsealed) {
            spool.close();
            throw unsealed;
        }
    }

    @Override
    public void close() {
        content.close();
    }

    /** A spool cannot be read; an object can. The object stays behind as garbage, for the collection to find. */
    private void replay(BlobSpool spool, BodySink sink) {
        try (spool) {
            GitId id = spool.seal();
            store.write(Transaction.of(new Mutation.AdoptSpool(tenant, spool))).join();
            StoredContent stored = store.read(
                    view -> view.object(tenant, id).map(StoredContent::of).orElseThrow(() -> gone(id)));
            if (stored instanceof StoredContent.Bytes bytes) {
                sink.accept(ByteBuffer.wrap(bytes.bytes()));
                return;
            }
            StoredContent.OpenFile file = (StoredContent.OpenFile) stored;
            try (ContentStream stream = FileStream.raw(file.file(), file.size())) {
                while (!stream.isAtEnd()) {
                    sink.accept(ByteBuffer.wrap(stream.next()));
                }
            }
        }
    }

    private static IllegalStateException gone(GitId id) {
        return new IllegalStateException("blob " + id + " is gone right after it was stored");
    }
}
