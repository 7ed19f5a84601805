package dev.sluice.server.transport.rest;

import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.server.auth.Scope;
import dev.sluice.server.config.Limit;
import dev.sluice.server.storage.StoredObject;
import dev.sluice.server.storage.Transaction;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Blobs: up, down, and down as raw bytes (SVC §1.9). Safe for use by many event loops. */
final class BlobRoutes {
    private static final String BINARY = "application/octet-stream";
    private static final String AFTER = "\",\"encoding\":\"base64\"}";
    /** What may arrive for one byte of content: six for an escaped character, and three for each of those in a form. */
    private static final int RAW_BYTES_PER_BYTE = 18;

    private static final long RAW_BYTES_EXTRA = 1 << 20;

    private final StoreAccess store;
    private final RestLimits limits;

    BlobRoutes(StoreAccess store, RestLimits limits) {
        this.store = store;
        this.limits = limits;
    }

    List<Route> routes() {
        return List.of(
                Route.post(
                        "/repos/{tenant}/git/blobs",
                        Access.tenantAny(Scope.DOC_WRITE, Scope.SUMMARY_WRITE),
                        this::upload),
                Route.get("/repos/{tenant}/git/blobs/{sha}", Access.documentOfToken(Scope.DOC_READ), this::download),
                Route.get(
                        "/repos/{tenant}/git/blobs/raw/{sha}",
                        Access.documentOfToken(Scope.DOC_READ),
                        this::downloadRaw));
    }

    private Future<Reply> upload(RestRequest request) {
        BlobUpload upload = new BlobUpload(request.tenant(), store.store(), limits);
        Future<BlobUpload.Ready> ready = request.body().isSmall()
                ? request.body()
                        .feed(upload, Limit.BLOB_BYTES, RequestBody.SMALL_BYTES)
                        .map(all -> upload.finish())
                : request.body()
                        .pump(upload, Limit.BLOB_BYTES, limits.blobMaxBytes() * RAW_BYTES_PER_BYTE + RAW_BYTES_EXTRA)
                        .compose(all -> store.onWorker(upload::finish));
        return ready.onComplete(done -> upload.close())
                .compose(blob -> store.write(Transaction.of(blob.mutation()))
                        .map(stored -> Reply.json(201, ObjectJson.created(blob.id()))));
    }

    private Future<Reply> download(RestRequest request) {
        GitId id = request.sha();
        TenantId tenant = request.tenant();
        Optional<byte[]> small = store.lookUp(view -> {
            StoredObject blob = view.object(tenant, id)
                    .filter(object -> object.type() == GitObjectType.BLOB)
                    .orElseThrow(() -> RestException.notFound(id.toHex()));
            boolean isHere =
                    blob.content() instanceof StoredObject.Content.Inline && blob.size() <= RequestBody.SMALL_BYTES;
            return isHere ? Optional.of(((StoredContent.Bytes) StoredContent.of(blob)).bytes()) : Optional.empty();
        });
        Future<Reply> reply = small.isPresent()
                ? Future.succeededFuture(Reply.json(200, json(id, small.get())))
                : open(tenant, id).map(content -> large(id, content));
        return reply.map(found -> found.cacheableFor(request));
    }

    private Future<Reply> downloadRaw(RestRequest request) {
        GitId id = request.sha();
        return open(request.tenant(), id)
                .map(content -> content instanceof StoredContent.OpenFile file
                        ? Reply.streamed(BINARY, FileStream.raw(file.file(), file.size()))
                        : Reply.bytes(BINARY, ((StoredContent.Bytes) content).bytes()))
                .map(found -> found.cacheableFor(request));
    }

    /** Answers with a blob that is at hand, as contents by path also are. */
    Future<Reply> blob(TenantId tenant, GitId id) {
        return open(tenant, id).map(content -> large(id, content));
    }

    private Future<StoredContent> open(TenantId tenant, GitId id) {
        return store.read(view -> view.object(tenant, id)
                .filter(object -> object.type() == GitObjectType.BLOB)
                .map(StoredContent::of)
                .orElseThrow(() -> RestException.notFound(id.toHex())));
    }

    private static Reply large(GitId id, StoredContent content) {
        return content instanceof StoredContent.OpenFile file
                ? Reply.streamed(
                        Reply.JSON, FileStream.base64(file.file(), file.size(), before(id, file.size()), AFTER))
                : Reply.json(200, json(id, ((StoredContent.Bytes) content).bytes()));
    }

    private static byte[] json(GitId id, byte[] content) {
        byte[] before = before(id, content.length).getBytes(StandardCharsets.US_ASCII);
        byte[] after = AFTER.getBytes(StandardCharsets.US_ASCII);
        byte[] base64 = Base64.getEncoder().encode(content);
        return ByteBuffer.allocate(before.length + base64.length + after.length)
                .put(before)
                .put(base64)
                .put(after)
                .array();
    }

    private static String before(GitId id, long size) {
        return "{\"url\":\"\",\"sha\":\"" + id + "\",\"size\":" + size + ",\"content\":\"";
    }
}
