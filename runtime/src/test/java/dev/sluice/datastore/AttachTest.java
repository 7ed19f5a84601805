package dev.sluice.datastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.container.AliasResult;
import dev.sluice.container.ContainerRuntime;
import dev.sluice.container.ContainerRuntimeFactory;
import dev.sluice.container.NotFoundException;
import dev.sluice.container.RuntimeOptions;
import dev.sluice.container.Target;
import dev.sluice.container.testing.FakeContext;
import dev.sluice.loader.AttachState;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.json.JsonHandle;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AttachTest {
    private static final String TREE =
            "{\"entries\":[{\"path\":\".channels\",\"mode\":\"040000\",\"type\":\"Tree\",\"value\":{\"entries\":["
                    + "{\"path\":\"j\",\"mode\":\"040000\",\"type\":\"Tree\",\"value\":{\"entries\":["
                    + "{\"path\":\".attributes\",\"mode\":\"100644\",\"type\":\"Blob\",\"value\":{\"contents\":\"{\\\"type\\\":\\\"journal\\\"}\",\"encoding\":\"utf-8\"}},"
                    + "{\"path\":\"header\",\"mode\":\"100644\",\"type\":\"Blob\",\"value\":{\"contents\":\"WyJhIl0=\",\"encoding\":\"base64\"}}]}}]}},"
                    + "{\"path\":\".component\",\"mode\":\"100644\",\"type\":\"Blob\",\"value\":{\"contents\":\"{\\\"pkg\\\":\\\"[\\\\\\\"p\\\\\\\"]\\\",\\\"summaryFormatVersion\\\":2,\\\"isRootDataStore\\\":false}\",\"encoding\":\"utf-8\"}}]}";

    private final Room room = new Room();
    private final Room.Client one = room.client();
    private final Room.Client two = room.client();

    private static JsonValue handle(String url) {
        return JsonHandle.of(url);
    }

    private List<String> typesSent() {
        DocumentMessage only = one.context.sent.get(0).get(0);
        return Room.parsed(only).array("contents").orElseThrow().elements().stream()
                .map(grouped -> ((JsonObject) grouped).object("contents").orElseThrow())
                .map(message -> message.string("type").orElseThrow() + " "
                        + message.object("contents")
                                .map(contents -> contents.string("id")
                                        .or(() -> contents.string("address"))
                                        .orElse(""))
                                .orElse(""))
                .toList();
    }

    @Test
    void rt032_handleToADetachedStore_attachesItFirstInTheSameBatch() {
        DataStore store = one.runtime.createDataStore("s", List.of("pkg", "inner"));
        store.createChannel("k", Journal.class).add("made before");
        assertThat(store.attachState()).isEqualTo(AttachState.DETACHED);
        one.journal().add(store.handle().toJson());
        store.channel("k", Journal.class).add("made after");
        one.context.turn();

        assertThat(one.context.sent).hasSize(1);
        assertThat(typesSent()).containsExactly("attach s", "component A", "component s");
        room.settle();
        assertThat(store.attachState()).isEqualTo(AttachState.ATTACHED);
        DataStore theirs = two.runtime.dataStore("s").orElseThrow();
        assertThat(theirs.packagePath()).containsExactly("pkg", "inner");
        assertThat(theirs.channel("k", Journal.class).texts()).containsExactly("made before", "made after");
    }

    @Test
    void storeMadeKnownWhileTheContainerIsAttached_waitsForItsOwnOp() {
        FakeContext context = new FakeContext(0);
        context.attachState = AttachState.DETACHED;
        ContainerRuntime<DataStore> runtime = new ContainerRuntimeFactory<>(
                        DataStoreFactory.of(new Journal.Factory()), RuntimeOptions.DEFAULT)
                .create(context);
        context.runtime = runtime;
        DataStore root = runtime.createDataStore(List.of("pkg"));
        Journal journal = root.createChannel("j", Journal.class);
        runtime.trySetAlias(root.id(), "root");
        runtime.attachSummary();
        DataStore late = runtime.createDataStore("late", List.of("pkg"));
        journal.add(late.handle().toJson());
        context.attachState = AttachState.ATTACHED;
        runtime.attachStateChanged(AttachState.ATTACHED);

        assertThat(root.attachState()).isEqualTo(AttachState.ATTACHED);
        assertThat(late.attachState()).isEqualTo(AttachState.ATTACHING);
        assertThat(runtime.gcNodes()).doesNotContainKey("/late");
    }

    @Test
    void rt033_chainOfDetachedParts_isAttachedDependenciesFirst() {
        DataStore last = one.runtime.createDataStore("last", List.of("pkg"));
        last.createChannel("k", Journal.class).add(handle("/first"));
        DataStore first = one.runtime.createDataStore("first", List.of("pkg"));
        first.createChannel("k", Journal.class);
        one.store().createChannel("local", Journal.class).add(handle("/last/k"));
        first.channel("k", Journal.class).add(handle("/last"));
        one.journal().add(handle("/A/local"));
        one.context.turn();

        assertThat(typesSent()).containsExactly("attach first", "attach last", "component A", "component A");
        room.settle();
        assertThat(two.store().channel("local", Journal.class).entries()).containsExactly(handle("/last/k"));
        assertThat(two.runtime.dataStoreIds()).contains("first", "last");
        assertThat(one.runtime.hasPendingOps()).isFalse();
    }

    @Test
    void rt033_handlesToPartsOfStoresOnTheirWay_goWithTheseStores() {
        DataStore first = one.runtime.createDataStore("first", List.of("pkg"));
        first.createChannel("index", Journal.class).add(handle("/first/content"));
        first.createChannel("content", Journal.class).add(handle("/last/content"));
        DataStore last = one.runtime.createDataStore("last", List.of("pkg"));
        last.createChannel("content", Journal.class).add(handle("/first/content"));
        one.journal().add(first.handle().toJson());
        first.channel("content", Journal.class).add("later");
        one.context.turn();

        assertThat(typesSent()).containsExactly("attach last", "attach first", "component A", "component first");
        room.settle();
        assertThat(two.runtime
                        .dataStore("first")
                        .orElseThrow()
                        .channel("content", Journal.class)
                        .texts())
                .contains("later");
        assertThat(one.runtime.hasPendingOps()).isFalse();
    }

    @Test
    void copyOfAStore_isEditedWhenOthersKnowIt_andNotBefore() {
        one.journal().add("of the original");
        one.context.turn();
        room.settle();
        DataStore copy = one.runtime.copyDataStore(
                one.runtime.newId(), List.of("pkg"), one.store().attachSnapshot());
        Journal journal = copy.channel("j", Journal.class);
        assertThat(journal.texts()).containsExactly("of the original");
        assertThatThrownBy(() -> journal.add("too early"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nobody else knows it yet");
        assertThatThrownBy(() -> copy.createChannel("other", Journal.class)).isInstanceOf(IllegalStateException.class);
        one.journal().add(copy.handle().toJson());
        journal.add("of the copy");
        one.context.turn();
        room.settle();
        assertThat(two.runtime
                        .dataStore(copy.id())
                        .orElseThrow()
                        .channel("j", Journal.class)
                        .texts())
                .containsExactly("of the original", "of the copy");
        assertThat(two.journal().texts()).doesNotContain("of the copy");
        assertThat(one.runtime.hasPendingOps()).isFalse();
    }

    @Test
    void copyOfAStore_inADocumentThatDoesNotExistYet_isRefused() {
        FakeContext context = new FakeContext(0);
        context.attachState = AttachState.DETACHED;
        ContainerRuntime<DataStore> runtime = new ContainerRuntimeFactory<>(
                        DataStoreFactory.of(new Journal.Factory()), RuntimeOptions.DEFAULT)
                .create(context);
        assertThatThrownBy(() -> runtime.copyDataStore(
                        "copy", List.of("pkg"), one.store().attachSnapshot()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("expected a document that exists");
    }

    @Test
    void gc075_attachOps_carryTheReferencesOfWhatIsNew() {
        DataStore store = one.runtime.createDataStore("s", List.of("pkg"));
        store.createChannel("k", Journal.class).add(handle("/A"));
        one.journal().add(store.handle().toJson());
        one.context.turn();
        assertThat(Room.text(one.context.sent.get(0).get(0)).replace("\\", ""))
                .contains("{\"gcNodes\":{\"/k\":[\"/A\",\"/s\"],\"/\":[\"/s/k\"]}}");
    }

    @Test
    void rt036_secondAttachOfAnId_closes() {
        room.foreign("x", "{\"type\":\"attach\",\"contents\":{\"id\":\"n\",\"type\":\"p\",\"snapshot\":" + TREE + "}}");
        assertThatThrownBy(() -> room.foreign(
                        "x", "{\"type\":\"attach\",\"contents\":{\"id\":\"n\",\"type\":\"p\",\"snapshot\":null}}"))
                .isInstanceOfSatisfying(ContainerException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(Kind.DATA_CORRUPTION);
                    assertThat(failure).hasMessageContaining("op 4").hasMessageContaining("new-store-id");
                });
    }

    @Test
    void rt034_attachTreeWithBase64_isRead() {
        room.foreign("x", "{\"type\":\"attach\",\"contents\":{\"id\":\"n\",\"type\":\"p\",\"snapshot\":" + TREE + "}}");
        assertThat(one.runtime
                        .dataStore("n")
                        .orElseThrow()
                        .channel("j", Journal.class)
                        .texts())
                .containsExactly("a");
    }

    @Test
    void rt035_gc053_attachWithoutSnapshot_makesARootStoreOfThePackage() {
        room.foreign("x", "{\"type\":\"attach\",\"contents\":{\"id\":\"n\",\"type\":\"p\",\"snapshot\":null}}");
        assertThat(one.runtime.dataStore("n").orElseThrow().packagePath()).containsExactly("p");
        assertThat(one.runtime.gcNodes().get("/")).contains("/n");
    }

    @Test
    void rt031_handleToAStoreNotYetKnown_resolvesAfterItsAttach() {
        CompletableFuture<Target<DataStore>> waiting =
                two.runtime.resolve("/late/j").toCompletableFuture();
        assertThat(waiting).isNotDone();
        room.foreign(
                "x", "{\"type\":\"attach\",\"contents\":{\"id\":\"late\",\"type\":\"p\",\"snapshot\":" + TREE + "}}");
        assertThat(waiting)
                .isCompletedWithValueMatching(target -> target instanceof Target.OfPart<DataStore> part
                        && part.part() instanceof Journal journal
                        && journal.texts().equals(List.of("a")));
    }

    @Test
    void rt038_channelAttach_createsAChannelThatReceivesLaterOps() {
        Journal late = one.store().createChannel("late", Journal.class);
        late.add("before");
        assertThat(two.store().channelIds()).containsExactly("j");
        one.store().attach("late");
        late.add("after");
        room.settle();
        assertThat(two.store().channel("late", Journal.class).texts()).containsExactly("before", "after");
    }

    @Test
    void channelThatIsNotShared_sendsNothing() {
        one.store().createChannel("local", Journal.class).add("a");
        one.context.turn();
        assertThat(one.context.sent).isEmpty();
    }

    @Test
    void rt066_pendingAttachAndAlias_areSubmittedUnchanged() {
        String before = one.id();
        room.disconnect(one);
        DataStore store = one.runtime.createDataStore("s", List.of("pkg"));
        store.createChannel("k", Journal.class).add("a");
        CompletableFuture<AliasResult> answer =
                one.runtime.trySetAlias("s", "name").toCompletableFuture();
        one.context.turn();
        room.leave(before);
        room.catchUp(one);
        room.connect(one);
        room.settle();

        assertThat(answer).isCompletedWithValue(AliasResult.ALIASED);
        assertThat(two.runtime
                        .aliased("name")
                        .orElseThrow()
                        .channel("k", Journal.class)
                        .texts())
                .containsExactly("a");
        assertThat(one.runtime.hasPendingOps()).isFalse();
    }

    @Test
    void rt039_twoAliasOpsForOneName_theFirstWinsEverywhere() {
        one.runtime.createDataStore("s1", List.of("pkg"));
        two.runtime.createDataStore("s2", List.of("pkg"));
        CompletableFuture<AliasResult> first =
                one.runtime.trySetAlias("s1", "name").toCompletableFuture();
        CompletableFuture<AliasResult> second =
                two.runtime.trySetAlias("s2", "name").toCompletableFuture();
        one.context.turn();
        two.context.turn();
        room.settle();

        assertThat(first).isCompletedWithValue(AliasResult.ALIASED);
        assertThat(second).isCompletedWithValue(AliasResult.CONFLICT);
        assertThat(one.runtime.aliases())
                .isEqualTo(Map.of("root", "A", "name", "s1"))
                .isEqualTo(two.runtime.aliases());
        assertThat(one.runtime.dataStore("s2")).isPresent();
    }

    @Test
    void rt040_aliasEqualToAStoreId_fails() {
        assertThat(one.runtime.trySetAlias("A", "A").toCompletableFuture()).isCompletedWithValue(AliasResult.CONFLICT);
        room.foreign("x", "{\"type\":\"alias\",\"contents\":{\"internalId\":\"A\",\"alias\":\"A\"}}");
        assertThat(one.runtime.aliases()).containsOnlyKeys("root");
    }

    @Test
    void rolledBackEdit_leavesWhatWasMadeKnown() {
        assertThatThrownBy(() -> one.runtime.orderSequentially(() -> {
                    one.runtime.createDataStore("s", List.of("pkg")).createChannel("k", Journal.class);
                    one.journal().add(handle("/s"));
                    throw new IllegalArgumentException("no");
                }))
                .hasMessage("no");
        room.settle();
        assertThat(two.journal().entries()).isEmpty();
        assertThat(two.runtime.dataStore("s")).isPresent();
        assertThat(one.runtime.hasPendingOps()).isFalse();
    }

    @Test
    void partThatDoesNotExist_isNotFound() {
        assertThat(one.runtime.resolve("/A/none").toCompletableFuture())
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(NotFoundException.class);
    }
}
