package dev.sluice.datastore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.container.ContainerRuntimeFactory;
import dev.sluice.container.Golden;
import dev.sluice.container.RuntimeOptions;
import dev.sluice.container.Target;
import dev.sluice.container.summary.SummaryRequest;
import dev.sluice.container.testing.FakeContext;
import dev.sluice.container.testing.Snapshots;
import dev.sluice.driver.Snapshot;
import dev.sluice.loader.AttachState;
import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.git.GitHash;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.protocol.handle.Handle;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.summary.SummaryAttachment;
import dev.sluice.protocol.summary.SummaryBlob;
import dev.sluice.protocol.summary.SummaryObject;
import dev.sluice.protocol.summary.SummaryTree;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BlobTest {
    private static final byte[] BYTES = "bytes".getBytes(StandardCharsets.UTF_8);

    private final Room room = new Room(RuntimeOptions.DEFAULT.withBlobLifetime(Duration.ofHours(1)));
    private final Room.Client one = room.client();
    private final Room.Client two = room.client();

    private Handle created() {
        CompletableFuture<Handle> created = one.runtime.createBlob(BYTES).toCompletableFuture();
        room.settle();
        assertThat(created).isCompleted();
        return created.join();
    }

    private static byte[] read(Room.Client client, String url) {
        CompletableFuture<Target<DataStore>> read = client.runtime.resolve(url).toCompletableFuture();
        client.context.turn();
        return ((Target.OfBlob<DataStore>) read.join()).bytes();
    }

    @Test
    void rt042_gc165_blob_isReadByItsHandle() {
        Handle handle = created();
        two.context.storage.blobs.putAll(one.context.storage.blobs);
        assertThat(handle.path().text()).startsWith("/_blobs/");
        assertThat(read(two, handle.path().text())).isEqualTo(BYTES);
        assertThat(read(one, handle.path().text())).isEqualTo(BYTES);
    }

    @Test
    void rt043_rawStorageId_givesTheBytes() {
        created();
        String storageId = one.context.storage.blobs.keySet().iterator().next().toHex();
        assertThat(read(one, "/_blobs/" + storageId)).isEqualTo(BYTES);
    }

    @Test
    void blobAttach_goesAheadOfTheTurnsBatchAlone() {
        one.runtime.createBlob(BYTES);
        one.context.tasks.remove().run();
        one.journal().add("a");
        one.journal().add("b");
        one.context.turn();
        List<DocumentMessage> sent = one.context.takeSent();
        assertThat(sent).hasSize(2);
        assertThat(Room.text(sent.get(0))).isEqualTo("{\"type\":\"blobAttach\"}");
        assertThat(String.valueOf(sent.get(0).metadata())).contains("localId", "blobId");
        assertThat(Room.text(sent.get(1))).contains("groupedBatch");
    }

    @Test
    void gc156_gc163_gc164_equalBytes_haveTwoIdsAndOnePlaceInSummaries() {
        Handle first = created();
        Handle second = created();
        assertThat(first).isNotEqualTo(second);
        SummaryTree summary = one.runtime.summarize(SummaryRequest.FULL).tree();
        assertThat(((SummaryTree) Optional.ofNullable(summary.entries().get(".blobs"))
                                .orElseThrow())
                        .entries())
                .containsOnlyKeys("0", ".redirectTable");
        Room.Client later = room.loaded(
                Snapshots.of(summary, one.runtime.sequenceNumber()),
                Optional.empty(),
                DataStoreFactory.of(new Journal.Factory()));
        later.context.storage.blobs.putAll(one.context.storage.blobs);
        assertThat(read(later, second.path().text())).isEqualTo(BYTES);
    }

    @Test
    void rt045_gc157_sweptBlob_isGoneButItsTwinStays() {
        Handle first = created();
        Handle second = created();
        room.foreign(
                "x",
                "{\"type\":\"GC\",\"contents\":{\"type\":\"Sweep\",\"deletedNodeIds\":[\"" + first.path() + "\"]}}");
        assertThat(one.runtime.resolve(first).toCompletableFuture()).isCompletedExceptionally();
        assertThat(read(one, second.path().text())).isEqualTo(BYTES);
        assertThat(one.runtime.gcNodes())
                .containsKey(second.path().text())
                .doesNotContainKey(first.path().text());
    }

    @Test
    void gc166_pendingBlob_isSentAgainAfterAReconnectAndUploadedAgainIfOld() {
        String before = one.id();
        CompletableFuture<Handle> created = one.runtime.createBlob(BYTES).toCompletableFuture();
        one.context.turn();
        room.disconnect(one);
        room.leave(before);
        room.catchUp(one);
        one.context.now = one.context.now.plus(Duration.ofMinutes(29));
        room.connect(one);
        one.context.turn();
        assertThat(one.context.storage.uploads).isEqualTo(1);

        String second = one.id();
        room.disconnect(one);
        room.leave(second);
        room.catchUp(one);
        one.context.now = one.context.now.plus(Duration.ofMinutes(2));
        room.connect(one);
        room.settle();
        assertThat(one.context.storage.uploads).isEqualTo(2);
        assertThat(created).isCompleted();
        assertThat(one.runtime.hasPendingOps()).isFalse();
    }

    private int uploadsAfter(Duration age, Optional<Duration> lifetime) {
        RuntimeOptions options =
                lifetime.map(RuntimeOptions.DEFAULT::withBlobLifetime).orElse(RuntimeOptions.DEFAULT);
        Room other = new Room(options);
        Room.Client client = other.client();
        String before = client.id();
        client.runtime.createBlob(BYTES);
        client.context.turn();
        other.disconnect(client);
        other.leave(before);
        other.catchUp(client);
        client.context.now = client.context.now.plus(age);
        other.connect(client);
        client.context.turn();
        return client.context.storage.uploads;
    }

    @Test
    void gc166_upload_isRepeatedWhenItIsOlderThanHalfItsLifetime() {
        Optional<Duration> hour = Optional.of(Duration.ofHours(1));
        assertThat(uploadsAfter(Duration.ofMinutes(30), hour)).isEqualTo(1);
        assertThat(uploadsAfter(Duration.ofMinutes(30).plusMillis(1), hour)).isEqualTo(2);
        assertThat(uploadsAfter(Duration.ofDays(1000), Optional.empty())).isEqualTo(1);
    }

    @Test
    void gc159_sameContentAfterADeletion_isReadable() {
        Handle first = created();
        sweep(first);
        Handle second = created();
        assertThat(read(one, second.url())).isEqualTo(BYTES);
    }

    @Test
    void gc157_gc163_gc172_bothDeleted_nothingIsLeftInSummaries() {
        Handle first = created();
        Handle second = created();
        String storageId = one.context.storage.blobs.keySet().iterator().next().toHex();
        sweep(first);
        assertThat(read(one, "/_blobs/" + storageId)).isEqualTo(BYTES);
        sweep(second);
        assertThat(one.runtime.resolve("/_blobs/" + storageId).toCompletableFuture())
                .isCompletedExceptionally();
        assertThat(one.runtime.summarize(SummaryRequest.FULL).tree().entries()).doesNotContainKey(".blobs");
    }

    private void sweep(Handle blob) {
        room.foreign(
                "x", "{\"type\":\"GC\",\"contents\":{\"type\":\"Sweep\",\"deletedNodeIds\":[\"" + blob.url() + "\"]}}");
    }

    @Test
    void gc168_uploadThatFails_isRejectedAndLaterOnesAreNot() {
        one.context.storage.failing = new IllegalStateException("the storage is full");
        CompletableFuture<Handle> failed = one.runtime.createBlob(BYTES).toCompletableFuture();
        one.context.turn();
        assertThat(failed).isCompletedExceptionally();
        one.context.storage.failing = null;
        assertThat(read(one, created().url())).isEqualTo(BYTES);
    }

    @Test
    void gc155_blobNodes_haveNoRoutesAndAreReferencedByHandles() {
        Handle stored = created();
        Handle never = created();
        one.journal().add(stored.toJson());
        room.settle();
        assertThat(one.runtime.gcNodes())
                .containsEntry(stored.url(), List.of())
                .containsEntry(never.url(), List.of())
                .containsEntry("/A/j", List.of(stored.url(), "/A"));
    }

    /** Golden scenario 07b: what the reference stores for the same two blobs. */
    @Test
    void gc170_blobsOfADetachedContainer_areCreatedWithItUnderTheIdsOfTheirHandles() {
        FakeContext context = new FakeContext(9);
        context.attachState = AttachState.DETACHED;
        var runtime = new ContainerRuntimeFactory<>(DataStoreFactory.of(new Journal.Factory()), RuntimeOptions.DEFAULT)
                .create(context);
        context.runtime = runtime;
        DataStore store = runtime.createDataStore(List.of("pkg"));
        Journal journal = store.createChannel("j", Journal.class);
        runtime.trySetAlias(store.id(), "root");
        byte[] text = "detached blob".getBytes(StandardCharsets.UTF_8);
        Handle first = runtime.createBlob(text).toCompletableFuture().join();
        Handle second = runtime.createBlob(new byte[] {0, -1, 1, -2})
                .toCompletableFuture()
                .join();
        Handle same = runtime.createBlob(text).toCompletableFuture().join();
        journal.add(first.toJson());

        SummaryTree summary = runtime.attachSummary();
        JsonObject recorded = blobsOf("v2.111.0/07b-attachment-blobs-detached-local/summary-1-upload.json");
        SummaryTree blobs = (SummaryTree) part(summary, ".blobs");
        assertThat(blobs.entries().keySet()).isEqualTo(recorded.members().keySet());
        for (String name : List.of("0", "1")) {
            SummaryBlob blob = (SummaryBlob) part(blobs, name);
            assertThat(GitHash.of(GitObjectType.BLOB, blob.toBytes()).toHex())
                    .isEqualTo(recorded.object(name).orElseThrow().string("id").orElseThrow());
        }
        Snapshot created = Snapshots.of(summary, 0);
        var later = new ContainerRuntimeFactory<>(DataStoreFactory.of(new Journal.Factory()), RuntimeOptions.DEFAULT)
                .load(new FakeContext(10), created, Optional.empty());
        assertThat(later.gcNodes())
                .containsKeys(
                        first.path().text(), second.path().text(), same.path().text());
        SummaryTree next =
                (SummaryTree) part(later.summarize(SummaryRequest.FULL).tree(), ".blobs");
        assertThat(next.entries().get("0")).isInstanceOf(SummaryAttachment.class);
        assertThat(next.entries().get(".redirectTable"))
                .isEqualTo(blobs.entries().get(".redirectTable"));
    }

    private static SummaryObject part(SummaryTree tree, String name) {
        return Objects.requireNonNull(tree.entries().get(name));
    }

    private static JsonObject blobsOf(String file) {
        return Golden.json(file)
                .object("summary")
                .flatMap(summary -> summary.object("tree"))
                .flatMap(tree -> tree.object(".app"))
                .flatMap(app -> app.object("tree"))
                .flatMap(tree -> tree.object(".blobs"))
                .flatMap(blobs -> blobs.object("tree"))
                .orElseThrow();
    }
}
