package dev.sluice.container.blob;

import dev.sluice.container.batch.LocalMessage;
import dev.sluice.container.batch.RuntimeType;
import dev.sluice.driver.BlobContent;
import dev.sluice.loader.RuntimeContext;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.handle.Handle;
import dev.sluice.protocol.handle.NodePath;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonNumber;
import dev.sluice.protocol.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The blobs this client is making: uploading, then telling everybody (garbage-collection §8.4). Confined to its document's
 * thread.
 *
 * <p>Bytes are kept until the op is sequenced: a service keeps what nothing names for a limited time only, so after a long time
 * offline they are uploaded again.
 *
 * @since 0.1
 */
public final class BlobUploads {
    private final RuntimeContext context;
    private final Optional<Duration> lifetime;
    private final Consumer<LocalMessage> submit;
    private final Map<String, Upload> uploads = new LinkedHashMap<>();
    private final List<String> waiting = new ArrayList<>();
    private @Nullable RuntimeException end;

    /**
     * Makes one.
     *
     * @param lifetime how long the service keeps a blob that nothing names, if limited
     * @param submit sends an op
     */
    public BlobUploads(RuntimeContext context, Optional<Duration> lifetime, Consumer<LocalMessage> submit) {
        this.context = context;
        this.lifetime = lifetime;
        this.submit = submit;
    }

    /** A blob whose op is not sequenced yet; {@code storageId} and {@code uploaded} are there once it is stored. */
    private static final class Upload {
        private final byte[] bytes;
        private final CompletableFuture<Handle> result = new CompletableFuture<>();
        private @Nullable String storageId;
        private @Nullable Instant uploaded;

        Upload(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    /**
     * Stores a blob and makes it known.
     *
     * @param localId its id in the document
     * @return completes on the container's thread when every client knows it; fails with what the storage failed with
     */
    public CompletionStage<Handle> create(String localId, byte[] bytes) {
        Upload upload = new Upload(bytes.clone());
        uploads.put(localId, upload);
        store(localId, upload);
        return upload.result.minimalCompletionStage();
    }

    /** Keeps a blob until the document exists, which is being created; then it is stored and made known. */
    public CompletionStage<Handle> createLater(String localId, byte[] bytes) {
        Upload upload = new Upload(bytes.clone());
        uploads.put(localId, upload);
        waiting.add(localId);
        return upload.result.minimalCompletionStage();
    }

    /** The document exists from now on. */
    public void attached() {
        for (String localId : List.copyOf(waiting)) {
            Upload upload = uploads.get(localId);
            if (upload != null) {
                store(localId, upload);
            }
        }
        waiting.clear();
    }

    /** Sends the op of a blob anew, after storing it again if that was long ago. */
    public void resubmit(String localId) {
        Upload upload = uploads.get(localId);
        if (upload == null) {
            throw new IllegalStateException("blob " + localId + " is pending but not known; its bytes are lost");
        }
        if (isTooOld(upload)) {
            store(localId, upload);
        } else {
            announce(localId, upload);
        }
    }

    /** The op of a blob was sequenced. */
    public void acknowledged(String localId, Consumer<Runnable> publish) {
        Upload upload = uploads.remove(localId);
        if (upload != null) {
            publish.accept(() -> upload.result.complete(new Handle(NodePath.ofBlob(localId))));
        }
    }

    /** Returns the bytes of a blob that is not known to everybody yet. */
    public Optional<byte[]> bytes(String localId) {
        return Optional.ofNullable(uploads.get(localId)).map(upload -> upload.bytes.clone());
    }

    /** The container has ended. */
    public void close(RuntimeException cause) {
        end = cause;
        uploads.values().forEach(upload -> upload.result.completeExceptionally(cause));
    }

    /** Returns what a later session needs to make these blobs pending again: those whose op was submitted. */
    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder();
        uploads.forEach((localId, upload) -> {
            String storageId = upload.storageId;
            Instant uploaded = upload.uploaded;
            if (storageId != null && uploaded != null) {
                json.put(
                        localId,
                        JsonObject.builder()
                                .put("state", "uploaded")
                                .put("blob", Base64.getEncoder().encodeToString(upload.bytes))
                                .put("storageId", storageId)
                                .put("uploadTime", uploaded.toEpochMilli())
                                .build());
            }
        });
        return json.build();
    }

    /**
     * Takes over what an earlier session left; each is submitted with the pending op that belongs to it.
     *
     * @throws JsonException if it is of another form
     */
    public void restore(JsonObject json) {
        json.members().forEach((localId, value) -> {
            JsonObject stored =
                    value.asObject().orElseThrow(() -> new JsonException("a pending blob that is no object"));
            String base64 = stored.string("blob").orElseThrow(() -> new JsonException("a pending blob without bytes"));
            Upload upload = new Upload(Base64.getDecoder().decode(base64));
            upload.storageId = stored.string("storageId").orElse(null);
            upload.uploaded = stored.number("uploadTime")
                    .map(JsonNumber::value)
                    .map(millis -> Instant.ofEpochMilli(millis.longValue()))
                    .orElse(null);
            uploads.put(localId, upload);
        });
    }

    private void store(String localId, Upload upload) {
        context.storage(storage -> storage.uploadBlob(BlobContent.of(upload.bytes)))
                .whenComplete((id, failure) -> stored(localId, upload, id, failure));
    }

    private void stored(String localId, Upload upload, @Nullable GitId id, @Nullable Throwable failure) {
        if (end != null) {
            return;
        }
        if (id == null) {
            uploads.remove(localId);
            upload.result.completeExceptionally(
                    failure == null ? new IllegalStateException("the storage gave no id") : failure);
            return;
        }
        upload.storageId = id.toHex();
        upload.uploaded = context.clock().instant();
        announce(localId, upload);
    }

    private void announce(String localId, Upload upload) {
        String storageId = upload.storageId;
        if (storageId == null) {
            throw new IllegalStateException("blob " + localId + " is announced before it is stored");
        }
        JsonObject metadata = JsonObject.builder()
                .put("localId", localId)
                .put("blobId", storageId)
                .build();
        submit.accept(new LocalMessage(RuntimeType.BLOB_ATTACH, null, metadata));
    }

    /** Half of the time that the service promises is left for the op to be sequenced and summarized. */
    private boolean isTooOld(Upload upload) {
        Instant uploaded = upload.uploaded;
        return uploaded == null
                || lifetime.filter(time ->
                                Duration.between(uploaded, context.clock().instant())
                                                .compareTo(time.dividedBy(2))
                                        > 0)
                        .isPresent();
    }
}
