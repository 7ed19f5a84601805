package dev.sluice.dds.standard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.container.Golden;
import dev.sluice.datastore.channel.Channel;
import dev.sluice.dds.matrix.SharedMatrix;
import dev.sluice.dds.testing.Blobs;
import dev.sluice.dds.text.SharedString;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.replay.ChannelState;
import dev.sluice.replay.StateCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Replays what the reference implementation recorded, channel by channel. */
class GoldenChannelsTest {
    private static final long END = Long.MAX_VALUE;

    static Stream<String> scenarios() {
        return Golden.scenarios().stream();
    }

    static Stream<String> attached() {
        // The summary of 16 says other things than its ops on purpose; 07b has none before its first upload.
        return scenarios().filter(name -> Golden.has(name + "/attach-summary.json"));
    }

    static Document attached(String scenario) {
        Document document = new Document();
        JsonObject summary = Golden.json(scenario + "/attach-summary.json");
        document.load(Document.ofSummary(application(summary)));
        return document;
    }

    private static JsonObject application(JsonObject summary) {
        return summary.object("tree").orElseThrow().object(".app").orElse(summary);
    }

    static Document latest(String scenario) {
        Document document = new Document();
        JsonObject tree =
                Golden.json(scenario + "/snapshot.json").object("tree").orElseThrow();
        Document.Tree snapshot = Document.ofSnapshot(tree);
        Document.Tree protocol = snapshot.trees().getOrDefault(".protocol", snapshot);
        JsonObject attributes = JsonValue.parse(protocol.blobs().getOrDefault("attributes", "{}"))
                .asObject()
                .orElseThrow();
        document.startAt(number(attributes, "sequenceNumber"), number(attributes, "minimumSequenceNumber"));
        for (JsonValue member : JsonValue.parse(protocol.blobs().getOrDefault("quorumMembers", "[]"))
                .asArray()
                .orElse(JsonArray.EMPTY)
                .elements()) {
            document.addMember(member.asArray().orElseThrow().get(0).asString().orElseThrow());
        }
        document.load(snapshot);
        return document;
    }

    private static long number(JsonObject json, String name) {
        return json.number(name).flatMap(JsonValue::asLong).orElse(0L);
    }

    /** Channels of types that are unknown here are none of those given. */
    static void assertState(String scenario, Map<String, Channel> channels) {
        JsonObject.Builder known = JsonObject.builder();
        List<String> typed = new ArrayList<>();
        Map<String, String> aliases = new LinkedHashMap<>();
        Golden.json(scenario + "/state.json").members().forEach((name, value) -> {
            JsonObject state = value.asObject().orElse(JsonObject.EMPTY);
            if (!state.has("type") || isKnown(state)) {
                known.put(name, value);
            }
            if (state.has("type") && isKnown(state)) {
                typed.add(name);
            }
            if (name.equals("aliases")) {
                state.members()
                        .forEach((alias, id) -> aliases.put(alias, id.asString().orElseThrow()));
            }
        });
        StateCheck check = StateCheck.of(channels, aliases, known.build());
        assertThat(check.compared()).as(scenario).containsAll(typed);
        assertThat(check.paths().keySet()).as(scenario).containsAll(typed);
        assertThat(check.differences()).as(scenario).isEmpty();
    }

    private static boolean isKnown(JsonObject state) {
        return DataStructures.factories().stream()
                .anyMatch(factory ->
                        factory.attributes().type().equals(state.string("type").orElseThrow()));
    }

    /** Each of these is also among those of rt001 and rt002; here they are named by what they prove. */
    @ParameterizedTest
    @CsvSource({
        "DDS-015, v2.111.0/03-counter-cell",
        "DDS-029, v2.111.0/01-fluid-static",
        "DDS-029, v2.111.0/01b-fluid-static-compat1",
        "DDS-046 DDS-124, v2.111.0/05-consensus-matrix-tasks",
        "DDS-061, v2.111.0/02-shared-directory",
        "DDS-061, v3.0.2/02-shared-directory",
        "RT-005, v2.0.0-internal.3.4.5/01-ungrouped",
        "RT-005, v2.0.0-internal.3.4.5/02-grouped-option",
    })
    void rt005_dds015_dds029_dds046_dds061_dds124_recordedLog_reachesTheRecordedState(
            String statements, String scenario) {
        Document document = attached(scenario);
        document.replay(scenario, END);
        assertThat(document.channels()).as(statements).isNotEmpty();
        assertState(scenario, document.channels());
    }

    @ParameterizedTest
    @MethodSource("attached")
    void rt001_wholeLog_reachesTheRecordedState(String scenario) {
        Document document = attached(scenario);
        document.replay(scenario, END);
        assertState(scenario, document.channels());
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void rt002_latestSnapshotAndTheRest_reachTheRecordedState(String scenario) {
        Document document = latest(scenario);
        document.replay(scenario, END);
        assertState(scenario, document.channels());
    }

    static Stream<String> attachedInTodaysForm() {
        return attached().filter(name -> !name.startsWith("v2.0.0-internal"));
    }

    @ParameterizedTest
    @MethodSource("attachedInTodaysForm")
    void dds004_unchangedChannels_areWrittenAsRecorded(String scenario) {
        JsonObject summary = Golden.json(scenario + "/attach-summary.json");
        assertUnchanged(attached(scenario), Document.ofSummary(application(summary)));
    }

    private static void assertUnchanged(Document document, Document.Tree application) {
        Map<String, Map<String, String>> recorded = blobs(application);
        document.channels().forEach((path, channel) -> {
            Map<String, String> expected = recorded.getOrDefault(path, Map.of());
            assertThat(channel.attributes().json().toJson()).isEqualTo(expected.remove(".attributes"));
            assertThat(Blobs.of(channel.summarize()).texts()).as(path).isEqualTo(expected);
        });
    }

    static Stream<String> uploads() {
        return Golden.uploads().stream()
                .filter(file -> Golden.has(file.substring(0, file.lastIndexOf('/')) + "/attach-summary.json"));
    }

    @ParameterizedTest
    @MethodSource("uploads")
    void summaries_areTheRecordedOnes(String file) {
        String scenario = file.substring(0, file.lastIndexOf('/'));
        JsonObject upload = Golden.json(file);
        Document document = attached(scenario);
        document.replay(scenario, Golden.referenceSequenceNumber(upload));
        JsonObject summary = upload.object("summary").orElseThrow();
        Map<String, Map<String, String>> recorded = blobs(Document.ofSummary(application(summary)));
        recorded.forEach((path, blobs) -> {
            Channel channel = document.channels().get(path);
            if (channel != null && !blobs.isEmpty()) {
                blobs.remove(".attributes");
                assertSummary(file + " " + path, document, channel, blobs);
            }
        });
    }

    /** Where runs of a list are cut and which handles rows have is each client's own affair; there the content must be the same. */
    private static void assertSummary(String what, Document document, Channel channel, Map<String, String> recorded) {
        Map<String, String> own = Blobs.of(channel.summarize()).texts();
        if (channel instanceof SharedString || channel instanceof SharedMatrix) {
            assertThat(own.keySet()).as(what).isSubsetOf(recorded.keySet());
            assertThat(ChannelState.of(document.reader(channel.attributes(), own)))
                    .as(what)
                    .isEqualTo(ChannelState.of(document.reader(channel.attributes(), recorded)))
                    .isEqualTo(ChannelState.of(channel));
        } else {
            assertThat(own).as(what).isEqualTo(recorded);
        }
    }

    private static Map<String, Map<String, String>> blobs(Document.Tree application) {
        Map<String, Map<String, String>> blobs = new LinkedHashMap<>();
        application
                .trees()
                .getOrDefault(".channels", application)
                .trees()
                .forEach((store, tree) -> tree.trees()
                        .getOrDefault(".channels", tree)
                        .trees()
                        .forEach((id, channel) -> {
                            Map<String, String> texts = new LinkedHashMap<>();
                            Document.collect("", channel, texts);
                            blobs.put("/" + store + "/" + id, texts);
                        }));
        return blobs;
    }

    @Test
    void everyType_hasOneFactory() {
        assertThat(DataStructures.factories().stream()
                        .map(factory -> factory.attributes().type())
                        .distinct())
                .hasSameSizeAs(DataStructures.factories());
    }
}
