package dev.sluice.datastore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.container.ContainerRuntime;
import dev.sluice.container.ContainerRuntimeFactory;
import dev.sluice.container.Golden;
import dev.sluice.container.summary.SummaryRequest;
import dev.sluice.container.testing.FakeContext;
import dev.sluice.container.testing.Snapshots;
import dev.sluice.driver.Snapshot;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryBlob;
import dev.sluice.protocol.summary.SummaryObject;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Loads what the reference runtime wrote, applies what it sent, and compares what is written with what it wrote. */
class GoldenContainerTest {
    private static final String RECENT = "/.recentBatchInfo";

    static Stream<String> scenarios() {
        return Golden.scenarios().stream();
    }

    static Stream<String> scenariosWithCreation() {
        return scenarios().filter(GoldenContainerTest::hasAttachSummary);
    }

    private static boolean hasAttachSummary(String scenario) {
        return Golden.class.getResource("/golden/runtime/" + scenario + "/attach-summary.json") != null;
    }

    /** Channels of unknown types are carried through every document. */
    @ParameterizedTest
    @MethodSource("scenariosWithCreation")
    void rt001_fromItsCreation_everyLogIsApplied(String scenario) {
        FakeContext context = new FakeContext(1);
        ContainerRuntime<DataStore> runtime = load(context, Snapshots.attach(scenario), DataStoreFactory.of());
        Golden.ops(scenario).forEach(context::deliver);

        List<SequencedMessage> ops = Golden.ops(scenario);
        assertThat(context.closedBy).isNull();
        assertThat(runtime.sequenceNumber()).isEqualTo(ops.get(ops.size() - 1).sequenceNumber());
        Snapshot latest = Snapshots.latest(scenario);
        FakeContext other = new FakeContext(2);
        ContainerRuntime<DataStore> loaded = load(other, latest, DataStoreFactory.of());
        after(latest.sequenceNumber(), scenario).forEach(other::deliver);
        assertThat(runtime.dataStoreIds()).isEqualTo(loaded.dataStoreIds());
        assertThat(runtime.aliases()).isEqualTo(loaded.aliases());
        assertThat(runtime.schema()).isEqualTo(loaded.schema());
        assertThat(runtime.deletedNodes()).isEqualTo(loaded.deletedNodes());
        assertThat(channels(runtime)).isEqualTo(channels(loaded));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void rt002_fromItsLastSnapshot_everyLogIsApplied(String scenario) {
        FakeContext context = new FakeContext(1);
        Snapshot latest = Snapshots.latest(scenario);
        ContainerRuntime<DataStore> runtime = load(context, latest, AnyChannels.factory());
        List<SequencedMessage> ops = after(latest.sequenceNumber(), scenario);
        ops.forEach(context::deliver);

        assertThat(context.closedBy).isNull();
        assertThat(runtime.sequenceNumber()).isGreaterThanOrEqualTo(latest.sequenceNumber());
        assertThat(runtime.hasPendingOps()).isFalse();
    }

    /** Everything but the content of channels is what the reference wrote at the same place of the same order. */
    @ParameterizedTest
    @MethodSource("scenariosWithCreation")
    void rt073_summariesWrittenWhereTheReferenceDid_areThoseOfTheReference(String scenario) {
        FakeContext context = new FakeContext(1);
        ContainerRuntime<DataStore> runtime = load(context, Snapshots.attach(scenario), AnyChannels.factory());
        List<JsonObject> uploads = uploads(scenario);
        SummaryTree recorded = Snapshots.attachSummary(scenario);
        int next = 0;
        for (SequencedMessage op : Golden.ops(scenario)) {
            while (next < uploads.size()
                    && Golden.referenceSequenceNumber(uploads.get(next)) == runtime.sequenceNumber()) {
                recorded = Snapshots.materialize(
                        Snapshots.summary(uploads.get(next).object("summary").orElseThrow()), recorded);
                SummaryTree written = runtime.summarize(SummaryRequest.FULL).tree();
                Map<String, Object> expected = comparable(recorded);
                Map<String, Object> found = comparable(written);
                // A client that saw groups come into use knows of more batches than one that was loaded later.
                assertThat(elements(found.remove(RECENT))).containsAll(elements(expected.remove(RECENT)));
                assertThat(found.keySet()).isEqualTo(expected.keySet());
                found.forEach((path, part) -> assertThat(part).as(path).isEqualTo(expected.get(path)));
                next++;
            }
            context.deliver(op);
        }
        assertThat(next).isEqualTo(uploads.size());
    }

    private static List<JsonObject> uploads(String scenario) {
        return Golden.uploads().stream()
                .filter(file -> file.startsWith(scenario + "/"))
                .map(Golden::json)
                .toList();
    }

    /** What is no channel's content, by path; references are collected by others, elections are held by old clients only. */
    private static Map<String, Object> comparable(SummaryTree tree) {
        Map<String, Object> parts = new TreeMap<>();
        collect("", tree, parts);
        parts.keySet().removeIf(path -> path.startsWith("/gc/") && !path.equals("/gc/__deletedNodes"));
        parts.keySet().remove("/.electedSummarizer");
        return parts;
    }

    private static void collect(String path, SummaryTree tree, Map<String, Object> parts) {
        tree.entries().forEach((name, part) -> {
            String at = path + "/" + name;
            if (at.matches("/\\.channels/[^/]+/\\.channels/[^/]+")) {
                SummaryObject attributes = ((SummaryTree) part).entries().get(".attributes");
                parts.put(at, attributes == null ? "no attributes" : comparable(".attributes", attributes));
            } else if (part instanceof SummaryTree below) {
                collect(at, below, parts);
            } else {
                parts.put(at, comparable(name, part));
            }
        });
    }

    private static Object comparable(String name, SummaryObject part) {
        if (!(part instanceof SummaryBlob blob)) {
            return part;
        }
        JsonValue json = JsonValue.parse(blob.text().orElseThrow());
        if (!name.equals(".component")) {
            return json;
        }
        // Whether an aliased data store keeps itself as well is told in memory only, and differs between clients.
        JsonObject component = json.asObject().orElseThrow();
        return List.of(component.require("pkg"), component.require("summaryFormatVersion"));
    }

    private static List<JsonValue> elements(@Nullable Object json) {
        return json instanceof JsonArray array ? array.elements() : List.of();
    }

    private static Map<String, List<String>> channels(ContainerRuntime<DataStore> runtime) {
        Map<String, List<String>> channels = new TreeMap<>();
        for (String id : runtime.dataStoreIds()) {
            List<String> ids =
                    new ArrayList<>(runtime.dataStore(id).orElseThrow().channelIds());
            channels.put(id, ids.stream().sorted().toList());
        }
        return channels;
    }

    private static List<SequencedMessage> after(long sequenceNumber, String scenario) {
        return Golden.ops(scenario).stream()
                .filter(op -> op.sequenceNumber() > sequenceNumber)
                .toList();
    }

    private static ContainerRuntime<DataStore> load(FakeContext context, Snapshot snapshot, DataStoreFactory stores) {
        ContainerRuntime<DataStore> runtime =
                new ContainerRuntimeFactory<>(stores, Golden.OPTIONS).load(context, snapshot, Optional.empty());
        context.runtime = runtime;
        return runtime;
    }
}
