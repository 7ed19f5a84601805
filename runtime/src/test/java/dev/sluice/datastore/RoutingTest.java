package dev.sluice.datastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.container.NotFoundException;
import dev.sluice.container.NotFoundException.Reason;
import dev.sluice.container.RuntimeOptions;
import dev.sluice.container.summary.SummaryOutcome;
import dev.sluice.container.summary.SummaryRequest;
import dev.sluice.container.testing.Snapshots;
import dev.sluice.datastore.channel.ChannelAttributes;
import dev.sluice.datastore.channel.ChannelContext;
import dev.sluice.datastore.channel.ChannelFactory;
import dev.sluice.datastore.channel.ChannelStorage;
import dev.sluice.driver.Signal;
import dev.sluice.gc.config.GcOptions;
import dev.sluice.gc.config.GcSettings;
import dev.sluice.gc.graph.GraphObserver;
import dev.sluice.gc.graph.NodeRoutes;
import dev.sluice.gc.session.GcSetup;
import dev.sluice.gc.telemetry.GcEvent;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.handle.NodePath;
import dev.sluice.protocol.json.JsonHandle;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryHandle;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RoutingTest {
    private final List<String> references = new ArrayList<>();
    private final List<Room.Client> editors = new ArrayList<>();
    private final Room room = new Room(RuntimeOptions.DEFAULT.withObserver(new GraphObserver() {
        @Override
        public void referenceAdded(String from, String to, long timestampMs) {
            references.add(from + " -> " + to + " @" + timestampMs);
        }
    }));
    private final Room.Client one = room.client();

    private static String op(String store, String channel, String contents) {
        return "{\"type\":\"component\",\"contents\":" + inner(store, channel, contents) + "}";
    }

    private static String inner(String store, String channel, String contents) {
        return "{\"address\":\"" + store + "\",\"contents\":{\"type\":\"op\",\"content\":{\"address\":\"" + channel
                + "\",\"contents\":" + contents + "}}}";
    }

    @Test
    void channelThatNobodyOpens_isOpenedBeforeItsOpsPileUp() {
        int[] loads = {0};
        Journal.Factory journals = new Journal.Factory();
        ChannelFactory<Journal> counting = new ChannelFactory<>() {
            @Override
            public ChannelAttributes attributes() {
                return journals.attributes();
            }

            @Override
            public Class<Journal> channelClass() {
                return journals.channelClass();
            }

            @Override
            public Journal create(ChannelContext context) {
                return journals.create(context);
            }

            @Override
            public Journal load(ChannelContext context, ChannelStorage content, ChannelAttributes attributes) {
                loads[0]++;
                return journals.load(context, content, attributes);
            }
        };
        Room.Client idle = room.client(Snapshots.of(room.created, 0), Optional.empty(), DataStoreFactory.of(counting));
        for (int i = 0; i < 100; i++) {
            one.journal().add("op " + i);
        }
        room.settle();
        assertThat(loads[0]).isZero();
        one.journal().add("one more");
        room.settle();
        assertThat(loads[0]).isEqualTo(1);
        assertThat(idle.journal().texts()).isEqualTo(one.journal().texts()).hasSize(101);
    }

    @Test
    void rt028_contentsWithAddressAndNoType_areAComponentOp() {
        room.foreign("x", inner("A", "j", "\"a\""));
        assertThat(one.journal().texts()).containsExactly("a");
    }

    @Test
    void rt029_unknownType_closesUnlessItMayBeIgnored() {
        room.foreign("x", "{\"type\":\"new\",\"contents\":{},\"compatDetails\":{\"behavior\":\"Ignore\"}}");
        assertThatThrownBy(() -> room.foreign("x", "{\"type\":\"new\",\"contents\":{}}"))
                .isInstanceOf(ContainerException.class)
                .hasMessageContaining("known-type");
    }

    @Test
    void rt046_opToAnUnknownStoreOrChannel_closes() {
        assertThatThrownBy(() -> room.foreign("x", op("B", "j", "1")))
                .isInstanceOf(ContainerException.class)
                .hasMessageContaining("known-store")
                .hasMessageContaining("op 2");
        Room.Client other = room.loaded(
                Snapshots.of(room.created, 0), Optional.empty(), DataStoreFactory.of(new Journal.Factory()));
        assertThatThrownBy(() ->
                        other.context.deliver(new Room(RuntimeOptions.DEFAULT).foreign("x", op("A", "none", "1"))))
                .isInstanceOf(ContainerException.class)
                .hasMessageContaining("/A/none");
    }

    @Test
    void rt045_sweep_deletesStoresAndLaterOpsAreIgnored() {
        room.foreign("x", "{\"type\":\"attach\",\"contents\":{\"id\":\"n\",\"type\":\"p\",\"snapshot\":null}}");
        DataStore held = one.runtime.dataStore("n").orElseThrow();
        room.foreign("x", "{\"type\":\"GC\",\"contents\":{\"type\":\"Sweep\",\"deletedNodeIds\":[\"/n\",\"/never\"]}}");
        room.foreign("x", op("n", "j", "1"));

        assertThat(one.runtime.dataStore("n")).isEmpty();
        assertThat(one.runtime.deletedNodes()).containsExactly("/n", "/never");
        assertThatThrownBy(() -> held.createChannel("k", Journal.class)).hasMessageContaining("was deleted");
        assertThatThrownBy(() -> one.runtime.resolve("/n").toCompletableFuture().join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        NotFoundException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.DELETED));
        // RT-085, RT-086
        assertThat(one.runtime.summarize(SummaryRequest.FULL).tree().entries().get("gc"))
                .isEqualTo(SummaryTree.builder()
                        .text("__deletedNodes", "[\"/n\",\"/never\"]")
                        .build());
        Room.Client later = room.loaded(
                Snapshots.of(one.runtime.summarize(SummaryRequest.FULL).tree(), one.runtime.sequenceNumber()),
                Optional.empty(),
                DataStoreFactory.of(new Journal.Factory()));
        assertThat(later.runtime.deletedNodes()).containsExactly("/n", "/never");
    }

    @Test
    void gcOpOfUnknownType_closes() {
        assertThatThrownBy(() -> room.foreign("x", "{\"type\":\"GC\",\"contents\":{\"type\":\"New\"}}"))
                .isInstanceOf(ContainerException.class)
                .hasMessageContaining("known-gc-op");
    }

    @Test
    void rt092_rt093_schemaOps_areAdoptedIgnoredOrRefused() {
        String schema = "{\"version\":1,\"refSeq\":%d,\"info\":{\"minVersionForCollab\":\"2.0.0\"},\"runtime\":{%s}}";
        room.foreign("x", "{\"type\":\"schema\",\"contents\":" + schema.formatted(7, "") + "}");
        assertThat(one.runtime.schema().isExplicit()).isTrue();
        room.foreign(
                "x", "{\"type\":\"schema\",\"contents\":" + schema.formatted(0, "\"opGroupingEnabled\":true") + "}");
        assertThat(one.runtime.schema().referenceSequenceNumber()).isEqualTo(3);
        assertThat(one.runtime.schema().isExplicit()).isFalse();
        assertThatThrownBy(() -> room.foreign(
                        "x", "{\"type\":\"schema\",\"contents\":" + schema.formatted(3, "\"new\":true") + "}"))
                .isInstanceOfSatisfying(
                        ContainerException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.UNSUPPORTED));
    }

    @Test
    void gc071_referencesOfSequencedOps_areToldWithTheirSource() {
        room.foreign(
                "x",
                op(
                        "A",
                        "j",
                        "{\"deep\":[{\"type\":\"__fluid_handle__\",\"url\":\"/B\"}],\"rel\":{\"type\":\"__fluid_handle__\",\"url\":\"C\"}}"));
        room.foreign(
                "x",
                "{\"type\":\"attach\",\"contents\":{\"id\":\"n\",\"type\":\"p\",\"snapshot\":{\"entries\":[{\"path\":\".gcdata\","
                        + "\"mode\":\"100644\",\"type\":\"Blob\",\"value\":{\"contents\":\"{\\\"gcNodes\\\":{\\\"/\\\":[\\\"/n/k\\\"],\\\"/k\\\":[\\\"/A\\\"]}}\",\"encoding\":\"utf-8\"}}]}}}");
        room.foreign("x", "{\"type\":\"alias\",\"contents\":{\"internalId\":\"n\",\"alias\":\"name\"}}");
        assertThat(references)
                .containsExactly("/A/j -> /B @1001", "/n -> /n/k @1002", "/n/k -> /A @1002", "/ -> /n @1003");
    }

    @Test
    void gc071_localEdits_areReportedWhenTheyAreSequenced() {
        one.journal().add(JsonHandle.of("/A"));
        one.context.turn();
        assertThat(references).isEmpty();
        room.settle();
        assertThat(references).containsExactly("/A/j -> /A @1001");
    }

    @Test
    void editWhileOpsAreApplied_isRefused() {
        List<String> refusals = new ArrayList<>();
        Room other = new Room(RuntimeOptions.DEFAULT.withObserver(new GraphObserver() {
            @Override
            public void storeChanged(NodePath store, long timestampMs) {
                editors.forEach(
                        editor -> assertThatThrownBy(() -> editor.journal().add("reentrant"))
                                .isInstanceOf(IllegalStateException.class)
                                .satisfies(refusal -> refusals.add(String.valueOf(refusal.getMessage()))));
            }
        }));
        editors.add(other.client());
        other.foreign("x", op("A", "j", "1"));
        assertThat(refusals).singleElement().asString().contains("being applied");
    }

    @Test
    void gc047_gc048_nodes_haveBackRoutesAndRoots() {
        one.journal().add(JsonHandle.of("/_blobs/x"));
        room.settle();
        assertThat(one.runtime.gcNodes())
                .containsEntry("/", List.of("/A"))
                .containsEntry("/A", List.of("/A/j"))
                .containsEntry("/A/j", List.of("/_blobs/x", "/A"));
    }

    @Test
    void gc117_nodesOfWhatDidNotChange_areTheSamePart() {
        room.foreign("x", "{\"type\":\"attach\",\"contents\":{\"id\":\"n\",\"type\":\"p\",\"snapshot\":null}}");
        NodeRoutes before = one.runtime.gcNodes();
        one.journal().add(JsonHandle.of("/n"));
        room.settle();
        NodeRoutes now = one.runtime.gcNodes();
        assertThat(now.get("/A/j")).contains("/n");
        assertThat(now.part("/n").orElseThrow()).isSameAs(before.part("/n").orElseThrow());
        assertThat(now.part("/").orElseThrow()).isSameAs(before.part("/").orElseThrow());

        NodeRoutes fresh = one.runtime.freshGcNodes();
        assertThat(fresh.part("/n").orElseThrow()).isSameAs(now.part("/n").orElseThrow());
        assertThat(fresh).isEqualTo(now);
    }

    @Test
    void requestThatIsMadeAgainWhenTheContainerEnds_failsToo_andAllElseEnds() {
        CompletionStage<SummaryOutcome> summary = one.runtime.submitSummary(SummaryRequest.FULL);
        List<Throwable> failures = new ArrayList<>();
        one.runtime.resolve("/never").whenComplete((found, failure) -> {
            failures.add(failure.getCause());
            one.runtime.resolve("/neither").whenComplete((none, second) -> failures.add(second.getCause()));
        });
        ContainerException cause = new ContainerException(Kind.SERVICE, "gone");

        one.context.close(cause);

        assertThat(failures).containsExactly(cause, cause);
        assertThat(summary.toCompletableFuture()).isCompletedWithValueMatching(SummaryOutcome.Lost.class::isInstance);
    }

    @Test
    void batchThatIsSequencedTwice_isAppliedAndToldOf() {
        List<GcEvent> events = new ArrayList<>();
        Room told = new Room(
                RuntimeOptions.DEFAULT.withCollection(new GcSetup(GcOptions.DEFAULT, GcSettings.NONE, events::add)));
        Room.Client client = told.client();
        String id = "{\"batchId\":\"b\"}";
        long first = told.foreign("x", op("A", "j", "\"a\""), id).sequenceNumber();
        events.clear();
        told.foreign("y", op("A", "j", "\"a\""), id);

        assertThat(client.journal().texts()).containsExactly("a", "a");
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.name()).isEqualTo("DuplicateBatch");
            assertThat(event.properties())
                    .containsEntry(
                            "details",
                            Map.of("batchId", "b", "clientId", "y", "size", 1, "duplicateBatchSequenceNumber", first));
        });
    }

    @Test
    void departures_reachChannelsThatAreOpenedLater_atTheirPlace() {
        room.foreign("x", op("A", "j", "\"a\""));
        room.leave("x");
        room.foreign("y", op("A", "j", "\"b\""));
        assertThat(one.journal().departed).containsExactly("x after 1");
        room.leave("y");
        assertThat(one.journal().departed).containsExactly("x after 1", "y after 2");
    }

    @Test
    void departure_changesWhatASummaryMustWrite() {
        room.summarize(one, SummaryRequest.INCREMENTAL);
        SummaryTree before = one.runtime.summarize(SummaryRequest.INCREMENTAL).tree();
        assertThat(((SummaryTree) Optional.ofNullable(before.entries().get(".channels"))
                                .orElseThrow())
                        .entries()
                        .get("A"))
                .isInstanceOf(SummaryHandle.class);
        room.leave("x");
        SummaryTree after = one.runtime.summarize(SummaryRequest.INCREMENTAL).tree();
        assertThat(((SummaryTree) Optional.ofNullable(after.entries().get(".channels"))
                                .orElseThrow())
                        .entries()
                        .get("A"))
                .isInstanceOf(SummaryTree.class);
    }

    private static Signal signal(String sender, String json, @Nullable String target) {
        return new Signal(sender, RawJson.ofString(json), null, OptionalLong.empty(), OptionalLong.empty(), target);
    }

    @Test
    void rt096_signals_reachContainerAndStoreButNotExtensions() {
        List<String> heard = new ArrayList<>();
        one.runtime.onSignal(signal -> heard.add("container " + signal));
        one.store().onSignal(signal -> heard.add("store " + signal));
        one.runtime.processSignal(signal(
                "x", "{\"contents\":{\"type\":\"t\",\"content\":1},\"clientBroadcastSignalSequenceNumber\":1}", null));
        one.runtime.processSignal(
                signal(one.id(), "{\"address\":\"A\",\"contents\":{\"type\":\"u\",\"content\":2}}", one.id()));
        one.runtime.processSignal(
                signal("x", "{\"address\":\"/ext/presence/\",\"contents\":{\"type\":\"v\",\"content\":3}}", null));
        one.runtime.processSignal(signal("x", "not of a runtime", null));
        assertThat(heard)
                .containsExactly(
                        "container ContainerSignal[type=t, content=JsonNumber[value=1.0], clientId=x, isOwn=false, isTargeted=false]",
                        "store ContainerSignal[type=u, content=JsonNumber[value=2.0], clientId=" + one.id()
                                + ", isOwn=true, isTargeted=true]");
    }

    @Test
    void rt096_signalsSent_haveTheFormOthersExpect() {
        one.runtime.signal("t", JsonValue.of(1));
        one.store().signalTo("x", "u", JsonObject.EMPTY);
        assertThat(one.context.signals.get(0).content().stringValue())
                .isEqualTo("{\"contents\":{\"type\":\"t\",\"content\":1}}");
        assertThat(one.context.signals.get(1).content().stringValue())
                .isEqualTo("{\"address\":\"A\",\"contents\":{\"type\":\"u\",\"content\":{}}}");
        assertThat(one.context.signals.get(1).targetClientId()).isEqualTo("x");
    }
}
