package dev.sluice.datastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.container.summary.SummaryOutcome;
import dev.sluice.container.summary.SummaryRequest;
import dev.sluice.container.summary.SummaryResult;
import dev.sluice.container.testing.Snapshots;
import dev.sluice.driver.Snapshot;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.protocol.handle.NodePath;
import dev.sluice.protocol.json.JsonHandle;
import dev.sluice.protocol.json.JsonNumber;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryBlob;
import dev.sluice.protocol.summary.SummaryHandle;
import dev.sluice.protocol.summary.SummaryObject;
import dev.sluice.protocol.summary.SummaryTree;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private final Room room = new Room();
    private final DataStoreFactory stores = DataStoreFactory.of(new Journal.Factory());
    private final Room.Client one = room.client();

    private static SummaryObject at(SummaryTree tree, String path) {
        SummaryObject at = tree;
        for (String name : path.split("/", -1)) {
            at = Optional.ofNullable(((SummaryTree) at).entries().get(name)).orElseThrow();
        }
        return at;
    }

    private static JsonObject metadata(SummaryTree tree) {
        return JsonValue.parse(((SummaryBlob) at(tree, ".metadata")).text().orElseThrow())
                .asObject()
                .orElseThrow();
    }

    private Room.Client loaded(SummaryTree tree) {
        return loaded(tree, one.runtime.sequenceNumber());
    }

    private Room.Client loaded(SummaryTree tree, long sequenceNumber) {
        return room.loaded(Snapshots.of(tree, sequenceNumber), Optional.empty(), stores);
    }

    @Test
    void rt010_newDocument_hasNumberOneItsSchemaAndItsRoot() {
        assertThat(metadata(room.created).number("summaryNumber").orElseThrow().value())
                .isEqualTo(1);
        assertThat(metadata(room.created).members().keySet())
                .contains("gcFeature", "sessionExpiryTimeoutMs", "tombstoneTimeoutMs", "documentSchema")
                .doesNotContain("message");
        assertThat(((SummaryBlob) at(room.created, ".channels/A/.component"))
                        .text()
                        .orElseThrow())
                .isEqualTo("{\"pkg\":\"[\\\"pkg\\\"]\",\"summaryFormatVersion\":2,\"isRootDataStore\":true}");
        assertThat(((SummaryBlob) at(room.created, ".aliases")).text()).contains("[[\"root\",\"A\"]]");
    }

    @Test
    void rt072_summary_saysWhatItIsAsOf() {
        one.journal().add("a");
        room.settle();
        SummaryResult summary = one.runtime.summarize(SummaryRequest.FULL);
        JsonNumber last = metadata(summary.tree())
                .object("lastMessage")
                .flatMap(message -> message.number("sequenceNumber"))
                .orElseThrow();
        assertThat((long) last.value()).isEqualTo(summary.sequenceNumber()).isEqualTo(2);
        assertThat(loaded(summary.tree()).journal().texts()).containsExactly("a");
        assertThatThrownBy(() -> room.loaded(Snapshots.of(summary.tree(), 5), Optional.empty(), stores))
                .isInstanceOf(ContainerException.class)
                .hasMessageContaining("metadata mismatch");
    }

    @Test
    void rt074_unchangedParts_areHandlesIntoTheBase() {
        Room.Client two = room.client();
        DataStore other = one.runtime.createDataStore("with space", List.of("pkg"));
        other.createChannel("k", Journal.class);
        one.store().createChannel("(", Journal.class).add("b");
        one.journal().add(other.handle().toJson());
        one.journal().add(JsonHandle.of("/A/("));
        room.settle();
        SummaryResult first = room.summarize(two, SummaryRequest.INCREMENTAL);
        one.journal().add("more");
        room.settle();
        long secondAsOf = two.runtime.sequenceNumber();
        SummaryResult second = room.summarize(two, SummaryRequest.INCREMENTAL);

        assertThat(at(second.tree(), ".channels/with space"))
                .isInstanceOfSatisfying(
                        SummaryHandle.class,
                        handle -> assertThat(handle.target()).isEqualTo("/.channels/with%20space"));
        assertThat(at(second.tree(), ".channels/A/.channels/("))
                .isInstanceOfSatisfying(
                        SummaryHandle.class,
                        handle -> assertThat(handle.target()).isEqualTo("/.channels/A/.channels/("));
        assertThat(at(second.tree(), ".channels/A/.channels/j")).isInstanceOf(SummaryTree.class);
        SummaryTree whole = Snapshots.materialize(second.tree(), first.tree());
        assertThat(loaded(whole, secondAsOf).journal().entries())
                .isEqualTo(one.journal().entries());
        // A part of a data store that was taken over as a whole may be taken over the next time.
        assertThat(second.base().pathByNode().values()).contains("/.channels/with%20space/.channels/k");
    }

    @Test
    void rt075_baseMoves_withAcksOnly() {
        one.journal().add("a");
        room.settle();
        one.runtime.summarize(SummaryRequest.INCREMENTAL);
        SummaryResult again = one.runtime.summarize(SummaryRequest.INCREMENTAL);
        assertThat(at(again.tree(), ".channels/A/.channels/j")).isInstanceOf(SummaryTree.class);
        room.summarize(one, SummaryRequest.INCREMENTAL);
        assertThat(at(one.runtime.summarize(SummaryRequest.INCREMENTAL).tree(), ".channels/A"))
                .isInstanceOf(SummaryHandle.class);
        // RT-076
        room.acknowledgeSummary(1, "somebody else's");
        assertThat(at(one.runtime.summarize(SummaryRequest.INCREMENTAL).tree(), ".channels/A"))
                .isInstanceOf(SummaryTree.class);
    }

    @Test
    void summaryThatCannotBeProposed_isLostAndTheNextOneGoesOut() {
        CompletableFuture<SummaryOutcome> outcome =
                one.runtime.submitSummary(SummaryRequest.INCREMENTAL).toCompletableFuture();
        one.context.readonly = true;
        one.context.turn();
        assertThat(outcome).isCompletedWithValueMatching(SummaryOutcome.Lost.class::isInstance);
        assertThat(one.context.timers).noneMatch(timer -> timer.delay().equals(Duration.ofMinutes(3)));
        one.context.readonly = false;
        assertThat(room.summarize(one, SummaryRequest.INCREMENTAL).sequenceNumber())
                .isEqualTo(1);
    }

    @Test
    void rt073_membersOfOthers_areKeptAndTheNumberGrows() {
        double before =
                metadata(room.created).number("summaryNumber").orElseThrow().value();
        SummaryTree tree = one.runtime
                .summarize(new SummaryRequest(
                        SummaryRequest.Form.FULL,
                        Optional.of(SummaryTree.builder()
                                .text("__gc_root", "{\"gcNodes\":{}}")
                                .build()),
                        JsonObject.of("gcFeature", JsonValue.of(4)),
                        Set.of(NodePath.ofStore("A")),
                        Set.of()))
                .tree();
        assertThat(metadata(tree).number("summaryNumber").orElseThrow().value()).isEqualTo(before + 1);
        assertThat(metadata(tree).number("gcFeature").orElseThrow().value()).isEqualTo(4);
        assertThat(metadata(tree).get("createContainerTimestamp"))
                .isEqualTo(metadata(room.created).get("createContainerTimestamp"));
        assertThat(at(tree, "gc/__gc_root")).isInstanceOf(SummaryBlob.class);
        // RT-089
        assertThat(((SummaryTree) at(tree, ".channels/A")).unreferenced()).isTrue();
        assertThat(loaded(tree).journal().entries()).isEmpty();
    }

    @Test
    void rt079_pendingEdits_areNotInASummary() {
        one.journal().add("sequenced");
        room.settle();
        one.journal().add("pending");
        DataStore store = one.runtime.createDataStore("s", List.of("pkg"));
        one.journal().add(store.handle().toJson());
        Room.Client later = loaded(one.runtime.summarize(SummaryRequest.FULL).tree());
        assertThat(later.journal().texts()).containsExactly("sequenced");
        assertThat(later.runtime.dataStoreIds()).containsExactly("A");
    }

    @Test
    void rt060_partialChunks_travelInSummaries() {
        String whole =
                "{\"type\":\"component\",\"contents\":{\"address\":\"A\",\"contents\":{\"type\":\"op\",\"content\":"
                        + "{\"address\":\"j\",\"contents\":\"chunked\"}}}}";
        String chunk = "{\"type\":\"chunkedOp\",\"contents\":%s}";
        JsonObject first = JsonObject.builder()
                .put("chunkId", 1)
                .put("contents", whole.substring(0, 20))
                .put("totalChunks", 2)
                .build();
        JsonObject last = JsonObject.builder()
                .put("chunkId", 2)
                .put("contents", whole.substring(20))
                .put("totalChunks", 2)
                .put("originalType", "op")
                .build();
        room.foreign("x", chunk.formatted(first.toJson()));
        Room.Client later = loaded(one.runtime.summarize(SummaryRequest.FULL).tree());
        room.foreign("x", chunk.formatted(last.toJson()));
        room.catchUp(later);
        assertThat(later.journal().texts())
                .containsExactly("chunked")
                .isEqualTo(one.journal().texts());
        room.foreign("y", chunk.formatted(first.toJson()));
        room.leave("y");
        assertThat(one.runtime.summarize(SummaryRequest.FULL).tree().entries()).doesNotContainKey(".chunks");
    }

    private SummaryTree opaque(String storeFormat, String attributes) {
        SummaryTree channel = SummaryTree.builder()
                .text(".attributes", attributes)
                .text(
                        "odd  blob",
                        "{ \"kept\" : [ \"{\\\"type\\\":\\\"__fluid_handle__\\\",\\\"url\\\":\\\"/B\\\"}\" ] }")
                .put(
                        "deep",
                        SummaryTree.builder()
                                .put("bin", SummaryBlob.of(new byte[] {0, -1, 3}))
                                .build())
                .build();
        return SummaryTree.builder()
                .text(".metadata", "{\"summaryFormatVersion\":1}")
                .put(
                        ".channels",
                        SummaryTree.builder()
                                .put(
                                        "A",
                                        SummaryTree.builder()
                                                .text(".component", storeFormat)
                                                .put(
                                                        ".channels",
                                                        SummaryTree.builder()
                                                                .put("u", channel)
                                                                .build())
                                                .build())
                                .build())
                .build();
    }

    @Test
    void rt087_rt088_unknownChannel_isKeptByteForByteUntilItChanges() {
        SummaryTree stored = opaque(
                "{\"pkg\":\"[\\\"p\\\"]\",\"summaryFormatVersion\":2,\"isRootDataStore\":true}",
                "{ \"type\" : \"strange\" }");
        Room.Client client = room.loaded(Snapshots.of(stored, 0), Optional.empty(), stores);
        assertThat(client.store().channel("u")).containsInstanceOf(OpaqueChannel.class);
        assertThatThrownBy(() -> client.store().channel("u", Journal.class)).hasMessageContaining("strange");
        assertThat(client.runtime.gcNodes().get("/A/u")).containsExactly("/B", "/A");
        SummaryTree full = client.runtime.summarize(SummaryRequest.FULL).tree();
        assertThat(at(full, ".channels/A/.channels/u")).isEqualTo(at(stored, ".channels/A/.channels/u"));
        assertThat(at(client.runtime.summarize(SummaryRequest.INCREMENTAL).tree(), ".channels/A"))
                .isInstanceOf(SummaryHandle.class);

        String op = "{\"type\":\"component\",\"contents\":{\"address\":\"A\",\"contents\":{\"type\":\"op\",\"content\":"
                + "{\"address\":\"u\",\"contents\":{\"type\":\"__fluid_handle__\",\"url\":\"/C\"}}}}}";
        client.context.deliver(new Room().foreign("x", op));
        assertThat(client.runtime.gcNodes().get("/A/u")).containsExactly("/B", "/C", "/A");
        assertThatThrownBy(() -> client.runtime.summarize(SummaryRequest.INCREMENTAL))
                .isInstanceOfSatisfying(ContainerException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(Kind.UNSUPPORTED);
                    assertThat(failure).hasMessageContaining("/A/u").hasMessageContaining("strange");
                });
    }

    @Test
    void rt069_documentWithoutMetadata_hasItsStoresAtTheRoot() {
        SummaryTree channel = SummaryTree.builder()
                .text(".attributes", "{\"type\":\"journal\"}")
                .text("header", "[\"old\"]")
                .build();
        SummaryTree old = SummaryTree.builder()
                .put(
                        "A",
                        SummaryTree.builder()
                                .text(".component", "{\"pkg\":\"single\"}")
                                .put("j", channel)
                                .build())
                .build();
        Snapshot snapshot = Snapshots.of(old, 0);
        Room.Client client = room.loaded(snapshot, Optional.empty(), stores);
        assertThat(client.journal().texts()).containsExactly("old");
        // RT-070
        assertThat(client.store().packagePath()).containsExactly("single");
        assertThat(client.runtime.gcNodes().get("/")).containsExactly("/A");
        SummaryTree incremental =
                client.runtime.summarize(SummaryRequest.INCREMENTAL).tree();
        assertThat(((SummaryHandle) at(incremental, ".channels/A")).target()).isEqualTo("/A");
        SummaryTree written = Snapshots.materialize(incremental, old);
        assertThat(room.loaded(Snapshots.of(written, 0), Optional.empty(), stores)
                        .journal()
                        .texts())
                .containsExactly("old");
    }

    @Test
    void rt070_storeAttributes_ofEveryVersionAreRead() {
        for (String attributes : List.of(
                "{\"pkg\":\"[\\\"p\\\",\\\"q\\\"]\",\"summaryFormatVersion\":2,\"isRootDataStore\":false}",
                "{\"pkg\":\"[\\\"p\\\",\\\"q\\\"]\",\"snapshotFormatVersion\":\"0.1\",\"summaryFormatVersion\":1}",
                "{\"pkg\":\"[\\\"p\\\",\\\"q\\\"]\",\"summaryFormatVersion\":1}")) {
            SummaryTree stored = opaque(attributes, "{\"type\":\"journal\"}");
            Room.Client client = room.loaded(Snapshots.of(stored, 0), Optional.empty(), stores);
            assertThat(client.store().packagePath()).containsExactly("p", "q");
            assertThat(client.store().channelIds()).containsExactly("u");
            assertThat(client.runtime.gcNodes())
                    .containsEntry("/", attributes.contains("false") ? List.of() : List.of("/A"));
        }
    }

    @Test
    void rt091_schemaThatIsNotUnderstood_isNotOpened() {
        for (String schema : List.of(
                "{\"version\":2,\"refSeq\":0,\"runtime\":{}}",
                "{\"version\":1,\"refSeq\":0,\"runtime\":{\"newFeature\":true}}",
                "{\"version\":1,\"refSeq\":0,\"runtime\":{\"compressionLz4\":\"other\"}}",
                "{\"version\":1,\"refSeq\":0,\"runtime\":{\"idCompressorMode\":\"off\"}}")) {
            SummaryTree tree = SummaryTree.builder()
                    .text(".metadata", "{\"summaryFormatVersion\":1,\"documentSchema\":" + schema + "}")
                    .build();
            assertThatThrownBy(() -> room.loaded(Snapshots.of(tree, 0), Optional.empty(), stores))
                    .isInstanceOfSatisfying(
                            ContainerException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(Kind.UNSUPPORTED));
        }
    }

    @Test
    void rt090_sessionThatLastedTooLong_closes() {
        var timer = one.context.timers.get(0);
        assertThat(timer.delay()).hasDays(30);
        timer.task().run();
        assertThat(one.context.closedBy)
                .isNotNull()
                .satisfies(cause -> assertThat(cause.kind()).isEqualTo(Kind.SESSION_EXPIRED));
        JsonValue state = one.runtime.pendingState();
        assertThat(state.toJson()).contains("\"sessionExpiryTimerStarted\":1000000");
        assertThatThrownBy(() -> room.loaded(
                        Snapshots.of(room.created, 0),
                        Optional.of(
                                JsonObject.of("sessionExpiryTimerStarted", JsonValue.of(1_000_000L - 2_592_000_000L))),
                        stores))
                .isInstanceOf(ContainerException.class)
                .hasMessageContaining("session");
    }
}
