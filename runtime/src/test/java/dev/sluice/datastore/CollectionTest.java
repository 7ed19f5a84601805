package dev.sluice.datastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.container.ContainerRuntimeFactory;
import dev.sluice.container.RuntimeOptions;
import dev.sluice.container.summary.SummaryRequest;
import dev.sluice.container.testing.FakeContext;
import dev.sluice.container.testing.Snapshots;
import dev.sluice.gc.config.GcOptions;
import dev.sluice.gc.config.GcSettings;
import dev.sluice.gc.session.GcSetup;
import dev.sluice.gc.state.GcNode;
import dev.sluice.gc.state.GcSnapshot;
import dev.sluice.gc.state.GcState;
import dev.sluice.gc.telemetry.NodeRequest;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.protocol.json.JsonHandle;
import dev.sluice.protocol.summary.SummaryBlob;
import dev.sluice.protocol.summary.SummaryTree;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What documents and their clients say about collection: settings, stored state, and the graph. */
class CollectionTest extends CollectionFixture {
    @Test
    void gc002_newDocument_saysWhatAllItsClientsKeepTo() {
        SummaryBlob metadata =
                (SummaryBlob) Optional.ofNullable(new Room().created.entries().get(".metadata"))
                        .orElseThrow();
        assertThat(metadata.text().orElseThrow())
                .contains("\"gcFeature\":3,\"sessionExpiryTimeoutMs\":2592000000,\"sweepEnabled\":false,"
                        + "\"tombstoneTimeoutMs\":3110400000");
    }

    @Test
    void gc016_gc027_optionsThatMakeNoSense_areRefusedWhenAContainerIsMade() {
        FakeContext context = new FakeContext(3);
        RuntimeOptions old =
                RuntimeOptions.COMPATIBLE_WITH_1.withCollection(new GcSetup(SWEEP, GcSettings.NONE, events::add));
        assertThatThrownBy(() -> new ContainerRuntimeFactory<>(DataStoreFactory.of(), old).create(context))
                .isInstanceOfSatisfying(
                        ContainerException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.USAGE));
        RuntimeOptions late = RuntimeOptions.DEFAULT.withCollection(
                new GcSetup(GcOptions.DEFAULT.withInactiveTimeout(Duration.ofDays(40)), GcSettings.NONE, events::add));
        assertThatThrownBy(() -> new ContainerRuntimeFactory<>(DataStoreFactory.of(), late)
                        .load(context, Snapshots.of(room.created, 0), Optional.empty()))
                .isInstanceOfSatisfying(
                        ContainerException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.USAGE));
    }

    @Test
    void gc114_damagedState_failsTheLoad() {
        SummaryTree.Builder damaged = SummaryTree.builder();
        room.created.entries().forEach(damaged::put);
        damaged.put("gc", SummaryTree.builder().text("__gc_root", "{").build());
        assertThatThrownBy(() -> room.loaded(
                        Snapshots.of(damaged.build(), 0), Optional.empty(), DataStoreFactory.of(new Journal.Factory())))
                .isInstanceOfSatisfying(
                        ContainerException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.DATA_PROCESSING));
    }

    @Test
    void gc115_uncollectedDocument_hasNoTreeInSummaries() {
        Room never = room(GcOptions.DEFAULT.withoutCollection(), GcSettings.NONE);
        Room.Client open = never.client();
        sweep(never, "/never");
        assertThat(open.runtime.deletedNodes()).containsExactly("/never");
        assertThat(open.runtime.summarize(SummaryRequest.FULL).tree().entries()).doesNotContainKey("gc");
    }

    @Test
    void gc046_gc049_gc050_routes_areDistinctAndLeadThroughTheStore() {
        DataStore made = addStore(room, one);
        one.journal().add(made.handle("k").toJson());
        one.journal().add(made.handle("k").toJson());
        one.journal().add(JsonHandle.of("/no/such/place"));
        room.settle();
        assertThat(one.runtime.gcNodes())
                .containsEntry("/A/j", List.of("/n", "/n/k", "/no/such/place", "/A"))
                .containsEntry("/n/k", List.of("/n"))
                .containsEntry("/n", List.of("/n/k"))
                .containsEntry("/", List.of("/A"))
                .doesNotContainKey("/no/such/place");
    }

    @Test
    void gc117_nodes_areReadAnewWhereAnOpCame_andEverywhereIfAskedTo() {
        DataStore made = addStore(room, one);
        Journal other = (Journal) made.channel("k").orElseThrow();
        Map<String, List<String>> nodes = one.runtime.gcNodes();
        int visits = one.journal().visits;
        int otherVisits = other.visits;
        assertThat(one.runtime.gcNodes()).isEqualTo(nodes);
        assertThat(List.of(one.journal().visits, other.visits)).containsExactly(visits, otherVisits);

        other.add("an edit");
        room.settle();
        assertThat(one.runtime.gcNodes()).isEqualTo(nodes);
        assertThat(List.of(one.journal().visits, other.visits)).containsExactly(visits, otherVisits + 1);

        assertThat(one.runtime.freshGcNodes()).isEqualTo(nodes);
        assertThat(List.of(one.journal().visits, other.visits)).containsExactly(visits + 1, otherVisits + 2);
    }

    @Test
    void gc073_attachWithoutData_reportsNothing() {
        references.clear();
        room.foreign("x", "{\"type\":\"attach\",\"contents\":{\"id\":\"o\",\"type\":\"p\",\"snapshot\":null}}");
        assertThat(references).isEmpty();
        assertThat(one.runtime.dataStore("o")).isPresent();
    }

    @Test
    void gc186_inactiveStoreThatIsNotOpen_isToldOfWithItsPackage() {
        addStore(room, one);
        GcState state = new GcState(
                Map.of("/n", GcNode.unreferenced(List.of(), -Duration.ofDays(8).toMillis())));
        Room.Client later = afterCollection(room, one, new GcSnapshot(Optional.of(state), Set.of(), Set.of()));
        events.clear();
        found(later, NodeRequest.of("/n"));
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.name()).isEqualTo("InactiveObject_Loaded");
            assertThat(event.properties()).containsEntry("pkg", "pkg").containsKey("createContainerTimestamp");
        });
    }
}
