package dev.sluice.dds.standard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.container.ContainerRuntime;
import dev.sluice.container.ContainerRuntimeFactory;
import dev.sluice.container.Golden;
import dev.sluice.container.summary.SummaryRequest;
import dev.sluice.container.testing.FakeContext;
import dev.sluice.container.testing.Snapshots;
import dev.sluice.datastore.ChannelRegistry;
import dev.sluice.datastore.DataStore;
import dev.sluice.datastore.DataStoreFactory;
import dev.sluice.datastore.OpaqueChannel;
import dev.sluice.datastore.channel.Channel;
import dev.sluice.driver.Snapshot;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replays what the reference implementation recorded through whole documents, from snapshots and from our own summaries; from
 * creation and from recorded summaries is proven with the recordings, each channel on its own here beside.
 */
class GoldenDocumentsTest {
    private static final DataStoreFactory STORES =
            new DataStoreFactory(new ChannelRegistry(DataStructures.factories()));

    static Stream<String> scenarios() {
        return Golden.scenarios().stream();
    }

    static Stream<String> scenariosWithCreation() {
        return scenarios().filter(scenario -> Golden.has(scenario + "/attach-summary.json"));
    }

    private static ContainerRuntime<DataStore> load(FakeContext context, Snapshot snapshot) {
        ContainerRuntime<DataStore> runtime =
                new ContainerRuntimeFactory<>(STORES, Golden.OPTIONS).load(context, snapshot, Optional.empty());
        context.runtime = runtime;
        return runtime;
    }

    private static void replay(FakeContext context, String scenario, long after) {
        Golden.ops(scenario).stream().filter(op -> op.sequenceNumber() > after).forEach(context::deliver);
    }

    /** The channels of known types. */
    private static Map<String, Channel> channels(ContainerRuntime<DataStore> runtime) {
        Map<String, Channel> channels = new TreeMap<>();
        for (String store : runtime.dataStoreIds()) {
            DataStore opened = runtime.dataStore(store).orElseThrow();
            for (String channel : opened.channelIds()) {
                Channel found = opened.channel(channel).orElseThrow();
                if (!(found instanceof OpaqueChannel)) {
                    channels.put("/" + store + "/" + channel, found);
                }
            }
        }
        return channels;
    }

    @Test
    void rt094_scenario13_endsWithTheSchemaOfItsLastMetadata() {
        String scenario = "v2.111.0/13-document-schema-change";
        FakeContext context = new FakeContext(1);
        ContainerRuntime<DataStore> runtime = load(context, Snapshots.attach(scenario));
        JsonValue created = runtime.schema().json();
        replay(context, scenario, 0);
        JsonObject upload = Golden.json(scenario + "/summary-2-upload.json");
        JsonObject metadata = JsonValue.parse(
                        Golden.summaryBlob(upload, ".metadata").orElseThrow())
                .asObject()
                .orElseThrow();

        assertThat(runtime.schema().json()).isEqualTo(metadata.require("documentSchema"));
        assertThat(runtime.schema().json()).isNotEqualTo(created);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void rt002_fromItsLastSnapshot_everyChannelHoldsWhatWasRecorded(String scenario) {
        FakeContext context = new FakeContext(1);
        Snapshots.latestMembers(scenario).forEach(id -> context.member(id, 0));
        Snapshot latest = Snapshots.latest(scenario);
        ContainerRuntime<DataStore> runtime = load(context, latest);
        replay(context, scenario, latest.sequenceNumber());
        GoldenChannelsTest.assertState(scenario, channels(runtime));
    }

    /** A document with an unknown channel that changed cannot be summarized, and is left out. */
    @ParameterizedTest
    @MethodSource("scenariosWithCreation")
    void rt004_summaryWrittenAnywhere_continuesToTheRecordedState(String scenario) {
        FakeContext context = new FakeContext(1);
        ContainerRuntime<DataStore> writer = load(context, Snapshots.attach(scenario));
        List<SequencedMessage> ops = Golden.ops(scenario);
        int step = Math.max(1, ops.size() / 12);
        for (SequencedMessage op : ops) {
            context.deliver(op);
            boolean isBetweenBatches = writer.sequenceNumber() == op.sequenceNumber();
            if (op.sequenceNumber() % step == 0 && isBetweenBatches && !scenario.endsWith("shared-tree")) {
                FakeContext reader = new FakeContext(3);
                context.members.keySet().forEach(id -> reader.member(id, 0));
                SummaryTree summary = writer.summarize(SummaryRequest.FULL).tree();
                ContainerRuntime<DataStore> loaded = load(reader, Snapshots.of(summary, op.sequenceNumber()));
                replay(reader, scenario, op.sequenceNumber());
                GoldenChannelsTest.assertState(scenario, channels(loaded));
            }
        }
    }
}
