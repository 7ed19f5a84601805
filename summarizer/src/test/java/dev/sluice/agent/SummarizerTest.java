package dev.sluice.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.Summarizer.End;
import dev.sluice.client.ContainerSchema;
import dev.sluice.client.DataObject;
import dev.sluice.client.FluidContainer;
import dev.sluice.client.InitialObject;
import dev.sluice.client.ObjectType;
import dev.sluice.client.ServiceClient;
import dev.sluice.collector.plan.CollectionPlan;
import dev.sluice.collector.plan.NodeState;
import dev.sluice.container.NotFoundException;
import dev.sluice.container.RuntimeOptions;
import dev.sluice.container.summary.SummaryOutcome;
import dev.sluice.container.summary.SummaryRequest;
import dev.sluice.dds.map.SharedMap;
import dev.sluice.driver.DocumentService;
import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.driver.Snapshot;
import dev.sluice.driver.SnapshotTree;
import dev.sluice.driver.local.LocalService;
import dev.sluice.driver.local.LocalUser;
import dev.sluice.gc.config.GcOptions;
import dev.sluice.gc.config.GcSettings;
import dev.sluice.gc.session.GcSetup;
import dev.sluice.gc.telemetry.GcEventSink;
import dev.sluice.loader.Container;
import dev.sluice.loader.ContainerEnvironment;
import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.handle.Handle;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A summarizer of a document in a service in memory, whose sequenced time the test moves. */
@Timeout(60)
class SummarizerTest {
    private static final TenantId TENANT = new TenantId("local");
    private static final InitialObject<SharedMap> NOTES = InitialObject.of("notes", SharedMap.FACTORY);
    private static final ObjectType<DataObject> LIST = ObjectType.dataObject("list");
    private static final Duration SECOND = Duration.ofSeconds(1);
    /** Inactive after 10 seconds, tombstoned after 20, swept after 30. */
    private static final RuntimeOptions HASTY = hasty(GcEventSink.NONE);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final LocalService service = new LocalService(now::get, new Random(1), LocalService.Delivery.AT_ONCE);
    private final DocumentServiceFactory driver = service.driver(LocalUser.editor("ada"));
    private final ServiceClient client =
            ServiceClient.of(driver, TENANT).runtime(HASTY).build();
    private final FluidContainer editor = client.create(ContainerSchema.of(NOTES));
    private final SharedMap notes = editor.get(NOTES);
    private final DocumentId id = editor.attach();
    private final DocumentKey key = new DocumentKey(TENANT, id);
    private final SummarizerOptions options = SummarizerOptions.DEFAULT.withRuntime(HASTY);

    @AfterEach
    void close() {
        client.close();
    }

    private static RuntimeOptions hasty(GcEventSink events) {
        return RuntimeOptions.DEFAULT.withCollection(new GcSetup(
                GcOptions.DEFAULT
                        .withInactiveTimeout(SECOND.multipliedBy(10))
                        .withSweepGracePeriod(SECOND.multipliedBy(10))
                        .withSweep(),
                GcSettings.of(Map.of("Fluid.GarbageCollection.TestOverride.TombstoneTimeoutMs", "20000")),
                events));
    }

    private Summarizer open() {
        return await(Summarizer.open(client.environment(), driver, key, options));
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    /** Collects what the editor made; its ops come to the summarizer on another thread. */
    private CollectionPlan collect(Summarizer summarizer) {
        long newest = editor.call(() -> editor.container().sequenceNumber());
        CompletableFuture<Void> reached = new CompletableFuture<>();
        Container follower = summarizer.container();
        follower.execute(() -> {
            follower.events().onOp(op -> completeAt(newest, follower, reached));
            completeAt(newest, follower, reached);
        });
        await(reached);
        Attempt attempt = await(summarizer.summarize());
        assertThat(attempt.isAcknowledged()).as("%s", attempt.outcome()).isTrue();
        return attempt.run().orElseThrow().plan();
    }

    private Instant time() {
        return Objects.requireNonNull(now.get());
    }

    private static void completeAt(long sequenceNumber, Container follower, CompletableFuture<Void> reached) {
        if (follower.sequenceNumber() >= sequenceNumber) {
            reached.complete(null);
        }
    }

    /** Some op is sequenced at a later time. */
    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
        edit("tick", "after " + time);
    }

    private void edit(String name, String value) {
        editor.run(() -> notes.set(name, value));
        editor.awaitSaved();
    }

    private Handle addList() {
        Handle handle = editor.call(() -> {
            DataObject list = editor.create(LIST);
            list.root().set("what", "milk");
            notes.set("list", list.handle());
            return list.handle();
        });
        editor.awaitSaved();
        return handle;
    }

    private void dropList() {
        editor.run(() -> notes.delete("list"));
        editor.awaitSaved();
    }

    private static String storeOf(Handle handle) {
        return handle.path().storeId().orElseThrow();
    }

    private static NodeState.Kind state(CollectionPlan plan, Handle handle) {
        return plan.nodes().stream()
                .filter(node -> node.id().equals("/" + storeOf(handle)))
                .findFirst()
                .map(node -> node.state().kind())
                .orElse(NodeState.Kind.REFERENCED);
    }

    private Snapshot newest() {
        try (DocumentService document = driver.open(key)) {
            return document.storage().latest().orElseThrow();
        }
    }

    private Optional<SnapshotTree> stored(Handle handle) {
        return newest().tree().tree(".channels").flatMap(stores -> stores.tree(storeOf(handle)));
    }

    @Test
    void garbage_livesItsLifeAndIsSwept() {
        Handle list = addList();
        Summarizer summarizer = open();
        assertThat(state(collect(summarizer), list)).isEqualTo(NodeState.Kind.REFERENCED);

        dropList();
        assertThat(state(collect(summarizer), list)).isEqualTo(NodeState.Kind.UNREFERENCED);
        assertThat(stored(list).orElseThrow().unreferenced()).isTrue();
        pass(SECOND.multipliedBy(10));
        assertThat(state(collect(summarizer), list)).isEqualTo(NodeState.Kind.INACTIVE);
        pass(SECOND.multipliedBy(10));
        CollectionPlan tombstones = collect(summarizer);
        assertThat(state(tombstones, list)).isEqualTo(NodeState.Kind.TOMBSTONED);
        assertThat(tombstones.tombstones()).contains("/" + storeOf(list));

        FluidContainer other = client.open(id);
        assertThatThrownBy(() -> await(other.call(() -> other.resolve(list, LIST))))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(NotFoundException.class)
                .hasMessageContaining("tombstoned");
        await(other.when(() -> !other.runtime().hasPendingOps()));
        other.close();

        pass(SECOND.multipliedBy(40));
        assertThat(collect(summarizer).swept()).as("its load restarted the age").isEmpty();
        pass(SECOND.multipliedBy(30));
        assertThat(collect(summarizer).swept()).containsExactly("/" + storeOf(list));
        editor.run(() -> {});
        assertThat(await(editor.when(() -> editor.runtime().deletedNodes().contains("/" + storeOf(list)))))
                .isNull();
        edit("after", "sweep");
        collect(summarizer);
        assertThat(stored(list)).isEmpty();
        assertThatThrownBy(() -> await(editor.call(() -> editor.resolve(list, LIST))))
                .hasMessageContaining("deleted");
        await(summarizer.stop());
    }

    @Test
    void gc091_ages_surviveTheSummarizer() {
        Handle list = addList();
        Summarizer first = open();
        collect(first);
        dropList();
        collect(first);
        assertThat(await(first.stop())).isEqualTo(End.STOPPED);

        pass(SECOND.multipliedBy(20));
        Summarizer second = open();
        assertThat(state(collect(second), list)).isEqualTo(NodeState.Kind.TOMBSTONED);
        await(second.stop());
    }

    @Test
    void gc068_referenceAddedAndRemovedAfterTheSummary_isSeenByTheNextSummarizer() {
        Handle list = addList();
        Summarizer first = open();
        dropList();
        collect(first);
        await(first.stop());
        pass(SECOND.multipliedBy(15));
        editor.run(() -> notes.set("list", list));
        dropList();
        pass(SECOND.multipliedBy(10));

        Summarizer second = open();
        assertThat(state(collect(second), list)).isEqualTo(NodeState.Kind.UNREFERENCED);
        pass(SECOND.multipliedBy(10));
        assertThat(state(collect(second), list)).isEqualTo(NodeState.Kind.INACTIVE);
        await(second.stop());
    }

    @Test
    void gc069_gc090_droppedAfterTheSummary_ageBeginsAtTheRunInSequencedTime() {
        Handle list = addList();
        Summarizer first = open();
        collect(first);
        await(first.stop());
        dropList();
        pass(SECOND.multipliedBy(100));
        long sequencedAt = time().toEpochMilli();

        Summarizer second = open();
        CollectionPlan plan = collect(second);
        assertThat(plan.referenceMs()).isEqualTo(sequencedAt);
        assertThat(second.runtime().collection().unreferenced().sinceMs("/" + storeOf(list)))
                .hasValue(sequencedAt);
        await(second.stop());
    }

    @Test
    void gc070_referredToAgainAfterTheTombstoneTime_isNoTombstoneAtTheNextRun() {
        Handle list = addList();
        Summarizer first = open();
        dropList();
        collect(first);
        pass(SECOND.multipliedBy(20));
        assertThat(collect(first).tombstones()).isNotEmpty();
        await(first.stop());
        editor.run(() -> notes.set("list", list));
        editor.awaitSaved();
        Summarizer second = open();
        assertThat(collect(second).tombstones()).isEmpty();
        await(second.stop());
    }

    @Test
    void gc052_neverReferredTo_isUnreferencedFromTheFirstRun() {
        Handle never = editor.call(() -> {
            DataObject list = editor.create(LIST);
            notes.set("list", list.handle());
            notes.delete("list");
            return list.handle();
        });
        editor.awaitSaved();
        Summarizer summarizer = open();
        assertThat(state(collect(summarizer), never)).isEqualTo(NodeState.Kind.UNREFERENCED);
        await(summarizer.stop());
    }

    @Test
    void gc106_storeThatBecomesUnreferenced_isWrittenAnew_andTheOthersAreNot() {
        Handle list = addList();
        Summarizer summarizer = open();
        collect(summarizer);
        dropList();
        collect(summarizer);
        assertThat(stored(list).orElseThrow().unreferenced()).isTrue();
        editor.run(() -> notes.set("list", list));
        editor.awaitSaved();
        collect(summarizer);
        assertThat(stored(list).orElseThrow().unreferenced()).isFalse();
        await(summarizer.stop());
    }

    @Test
    void gc104_nothingChanged_collectionIsWrittenAsAHandle() {
        addList();
        Summarizer first = open();
        collect(first);
        String before = newest().tree().tree("gc").orElseThrow().toString();
        collect(first);
        assertThat(newest().tree().tree("gc").orElseThrow()).hasToString(before);
        await(first.stop());
    }

    @Test
    void gc138_revived_isNoTombstoneAndOpens() {
        Handle list = addList();
        Summarizer summarizer = open();
        dropList();
        collect(summarizer);
        pass(SECOND.multipliedBy(20));
        assertThat(collect(summarizer).tombstones()).contains("/" + storeOf(list));
        editor.run(() -> notes.set("list", list));
        editor.awaitSaved();
        CollectionPlan plan = collect(summarizer);
        assertThat(plan.tombstones()).isEmpty();
        FluidContainer other = client.open(id);
        assertThat(await(other.call(() -> other.resolve(list, LIST))).root().get("what"))
                .isNotNull();
        await(summarizer.stop());
    }

    @Test
    void rt076_overtaken_itEnds() {
        Summarizer one = open();
        Summarizer other = open();
        edit("a", "1");
        collect(one);
        assertThat(await(other.ended())).isEqualTo(End.OVERTAKEN);
        assertThatThrownBy(() -> await(other.summarize())).hasMessageContaining("has ended");
        await(one.stop());
    }

    @Test
    void rt084_enoughOps_areSummarizedUnasked() {
        String before = newest().version().id();
        Summarizer summarizer = await(Summarizer.open(
                client.environment(), driver, key, options.withPolicy(SummaryPolicy.DEFAULT.withMaxOps(5))));
        for (int i = 0; i < 10; i++) {
            edit("key", "" + i);
        }
        assertThat(await(editor.when(() -> !newest().version().id().equals(before))))
                .isNull();
        await(summarizer.stop());
    }

    @Test
    void askedTwice_theSecondAttemptFollowsTheFirst() {
        Summarizer summarizer = open();
        CompletionStage<Attempt> first = summarizer.summarize();
        CompletionStage<Attempt> second = summarizer.summarize();
        assertThat(await(first).isAcknowledged()).isTrue();
        assertThat(await(second).isAcknowledged()).isTrue();
        assertThat(await(second)).isNotSameAs(await(first));
        await(summarizer.stop());
    }

    /** The service loses every summary; whoever waits is told so when the summarizer is told to end, not after all repetitions. */
    @Test
    void stoppedBetweenTwoAttempts_theFirstIsTheAnswer() {
        CompletableFuture<Attempt> lost = new CompletableFuture<>();
        AttemptListener listener = new AttemptListener() {
            @Override
            public void ended(Attempt attempt) {}

            @Override
            public void repeated(Attempt attempt) {
                lost.complete(attempt);
            }
        };
        ContainerEnvironment real = client.environment();
        ContainerEnvironment timeless = new ContainerEnvironment(
                real.executor(), real.io(), (delay, action) -> () -> {}, real.clock(), real.random(), real.pause());
        Summarizer summarizer =
                await(Summarizer.open(timeless, LossyService.over(driver), key, options.withListener(listener)));
        CompletionStage<Attempt> asked = summarizer.summarize();
        Attempt first = await(lost);
        await(summarizer.stop());
        assertThat(await(asked)).isSameAs(first);
    }

    /** A bug is no reason to try again, and shows as what it is. */
    @Test
    void collectionThatBreaks_isNoLostSummary() {
        List<Throwable> heard = new CopyOnWriteArrayList<>();
        AttemptListener listener = new AttemptListener() {
            @Override
            public void ended(Attempt attempt) {}

            @Override
            public void failed(DocumentKey document, Throwable failure) {
                heard.add(failure);
            }
        };
        IllegalStateException broken = new IllegalStateException("nobody expected this");
        GcEventSink breaking = event -> {
            if (event.name().equals("GarbageCollection_end")) {
                throw broken;
            }
        };
        Summarizer summarizer = await(Summarizer.open(
                client.environment(),
                driver,
                key,
                options.withRuntime(hasty(breaking)).withListener(listener)));
        assertThatThrownBy(() -> await(summarizer.summarize())).hasCause(broken);
        await(summarizer.stop());
        assertThat(heard).containsExactly(broken);
    }

    @Test
    void rt078_anotherSummaryIsUnderWay_itIsTriedAgainLater() {
        List<Attempt> heard = new CopyOnWriteArrayList<>();
        AttemptListener listener = new AttemptListener() {
            @Override
            public void ended(Attempt attempt) {}

            @Override
            public void repeated(Attempt attempt) {
                heard.add(attempt);
            }
        };
        Summarizer summarizer =
                await(Summarizer.open(client.environment(), driver, key, options.withListener(listener)));
        await(summarizer.summarize());
        Container container = summarizer.container();
        // In one turn: the answer to the first comes in a later one.
        CompletionStage<Attempt> asked = await(container.call(() -> {
            summarizer.runtime().submitSummary(SummaryRequest.FULL);
            return summarizer.summarize();
        }));
        await(asked);
        assertThat(heard.get(0).outcome()).isEqualTo(new SummaryOutcome.Lost("another summary is under way"));
        assertThat(heard.get(0).run()).isEmpty();
        await(summarizer.stop());
    }

    @Test
    void attempt_tellsWhatItTook() {
        addList();
        List<Attempt> heard = new CopyOnWriteArrayList<>();
        Summarizer summarizer =
                await(Summarizer.open(client.environment(), driver, key, options.withListener(heard::add)));
        await(summarizer.summarize());
        Attempt attempt = heard.get(0);
        assertThat(attempt.figures().phases()).containsOnlyKeys(Phase.values());
        assertThat(attempt.figures().gcBytes()).isPositive();
        assertThat(attempt.figures().summaryBytes())
                .isGreaterThan(attempt.figures().gcBytes());
        assertThat(attempt.run().orElseThrow().figures().edges()).isPositive();
        await(summarizer.stop());
    }
}
