package dev.sluice.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.container.Golden;
import dev.sluice.loader.ContainerException;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordingTest {
    private static final String CELL = "v2.111.0/03-counter-cell";
    private static final String MADE_UP = "v2.111.0/16-minimal-hand-written-client";

    /** A recording in which some files are others. */
    private static final class Files implements RecordingFiles {
        private final String scenario;
        private final Map<String, Optional<byte[]>> changed = new HashMap<>();

        Files(String scenario) {
            this.scenario = scenario;
        }

        Files with(String name, String content) {
            changed.put(name, Optional.of(content.getBytes(StandardCharsets.UTF_8)));
            return this;
        }

        Files with(String name, byte[] content) {
            changed.put(name, Optional.of(content));
            return this;
        }

        Files without(String name) {
            changed.put(name, Optional.empty());
            return this;
        }

        @Override
        public Optional<InputStream> open(String name) {
            Optional<byte[]> content = changed.get(name);
            if (content == null) {
                String file = scenario + "/" + name;
                content = Golden.has(file)
                        ? Optional.of(Golden.text(file).getBytes(StandardCharsets.UTF_8))
                        : Optional.empty();
            }
            return content.map(ByteArrayInputStream::new);
        }
    }

    static Stream<String> scenarios() {
        return Golden.scenarios().stream();
    }

    static Stream<String> uploads() {
        return Golden.uploads().stream();
    }

    private static StateCheck check(RecordingFiles files, ReplayedDocument document) throws IOException {
        return StateCheck.of(document, new Recording(files).state().orElseThrow());
    }

    /** The summary of 16 holds what no op said, on purpose, to tell the two apart. */
    @ParameterizedTest
    @MethodSource("scenarios")
    void rt001_fromItsCreation_reachesTheRecordedState(String scenario) throws IOException {
        Files files = new Files(scenario);
        StateCheck check = check(files, new Recording(files).replay());
        assertThat(check.compared()).isNotEmpty().containsAll(typed(scenario));
        assertThat(check.paths().keySet()).containsAll(typed(scenario));
        if (scenario.equals(MADE_UP)) {
            assertThat(check.differences())
                    .extracting(StateDifference::where)
                    .contains("ds_m.entries.summarized", "ds_m.entries.raw");
        } else {
            assertThat(check.differences()).isEmpty();
        }
    }

    /** The states whose type is known here. */
    private static List<String> typed(String scenario) {
        return Golden.json(scenario + "/state.json").members().entrySet().stream()
                .filter(entry -> entry.getValue() instanceof JsonObject state && state.has("type"))
                .map(Map.Entry::getKey)
                .filter(name -> !name.equals("tree"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("uploads")
    void rt002_fromEachSummary_reachesTheRecordedState(String upload) throws IOException {
        Files files = new Files(upload.substring(0, upload.lastIndexOf('/')));
        int number = Integer.parseInt(upload.replaceAll(".*summary-(\\d+)-upload.*", "$1"));
        StateCheck check = check(files, new Recording(files).replayFromSummary(number));
        assertThat(check.compared()).isNotEmpty();
        assertThat(check.differences()).isEmpty();
    }

    @Test
    void check_ofARecordingWithBareContents_comparesThemToo() throws IOException {
        Files files = new Files("v2.0.0-internal.3.4.5/01-ungrouped");
        StateCheck check = check(files, new Recording(files).replay());
        assertThat(check.compared()).containsExactlyInAnyOrder("m", "d", "t", "c", "cell", "mx");
    }

    @Test
    void state_ofADocument_isInTheRecordingsConventions() throws IOException {
        ReplayedDocument document = new Recording(new Files(CELL)).replay();
        assertThat(document.state()).isEqualTo(document.state(Map.of()));
        JsonObject named = document.state(check(new Files(CELL), document).paths());
        Golden.json(CELL + "/state.json")
                .members()
                .forEach((name, state) -> assertThat(named.get(name)).isEqualTo(state));
        assertThat(named.members()).containsKey("/A/root");
        assertThat(document.sequenceNumber()).isEqualTo(Golden.ops(CELL).size());
    }

    @Test
    void state_ofAChannelOfUnknownType_saysWhetherItChanged() throws IOException {
        ReplayedDocument document = new Recording(new Files("v2.111.0/10-shared-tree")).replay();
        JsonObject tree = document.state().members().values().stream()
                .map(state -> state.asObject().orElseThrow())
                .filter(state -> state.has("opaque"))
                .findFirst()
                .orElseThrow();
        assertThat(tree.toJson())
                .isEqualTo("{\"type\":\"https://graph.microsoft.com/types/tree\",\"opaque\":true,\"changed\":true}");
    }

    @Test
    void state_withALongString_givesItsHash() throws IOException {
        ReplayedDocument document = new Recording(new Files("v2.111.0/09b-big-op-default-limits")).replay();
        assertThat(document.state().toJson())
                .contains("\"$sha256\":\"932d9c30829818fff917ffa2651db35a07186fa28d5a696f6980bcbd00721be7\""
                        + ",\"$length\":1200026");
    }

    @Test
    void check_againstAnotherState_namesEachDifference() throws IOException {
        JsonObject.Builder wrong = JsonObject.builder();
        Golden.json(CELL + "/state.json").members().forEach(wrong::put);
        JsonObject counter = JsonObject.builder()
                .put("type", "https://graph.microsoft.com/types/counter")
                .put("value", 106)
                .build();
        wrong.put("counter", counter)
                .put(
                        "cell",
                        JsonObject.builder()
                                .put("type", "https://graph.microsoft.com/types/cell")
                                .put("value", JsonArray.of(JsonValue.of("from")))
                                .build())
                .put("nobody", JsonObject.of("type", JsonValue.of("a type")))
                .put("remark", "a remark");
        ReplayedDocument document = new Recording(new Files(CELL)).replay();
        StateCheck check = StateCheck.of(document, wrong.build());
        assertThat(check.differences())
                .extracting(StateDifference::toString)
                .containsExactly(
                        "counter.value: found 105, expected 106",
                        "cell.value: found [\"from\",\"B\",1,null,true], expected [\"from\"]",
                        "nobody: found none, expected a channel of type a type");
        assertThat(check.notCompared()).containsExactly("remark");
    }

    @Test
    void check_againstAStateOfAnotherForm_isRefused() throws IOException {
        ReplayedDocument document = new Recording(new Files("v2.111.0/13-document-schema-change")).replay();
        JsonObject state = JsonObject.of(
                "m",
                JsonObject.builder()
                        .put("type", "https://graph.microsoft.com/types/map")
                        .put("entries", "none")
                        .build());
        assertThatThrownBy(() -> StateCheck.of(document, state))
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("state.json is damaged");
    }

    @Test
    void replay_ofADamagedLog_namesTheLine() {
        String log = Golden.text(CELL + "/ops.jsonl");
        int third = log.indexOf('\n', log.indexOf('\n') + 1) + 1;
        String cut = log.substring(0, third) + log.substring(third + 40);
        assertThatThrownBy(() -> new Recording(new Files(CELL).with("ops.jsonl", cut)).replay())
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("ops.jsonl is damaged at line 3: ");
    }

    @Test
    void replay_ofALogThatIsNoText_isRefused() {
        byte[] log = Golden.text(CELL + "/ops.jsonl").getBytes(StandardCharsets.UTF_8);
        log[40] = (byte) 0xff;
        assertThatThrownBy(() -> new Recording(new Files(CELL).with("ops.jsonl", log)).replay())
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("no UTF-8");
    }

    @Test
    void replay_ofALogWithAGap_namesOpAndRule() {
        List<String> lines = Golden.text(CELL + "/ops.jsonl").lines().toList();
        String gap = String.join("\n", lines.subList(0, 3)) + "\n" + String.join("\n", lines.subList(4, lines.size()));
        assertThatThrownBy(() -> new Recording(new Files(CELL).with("ops.jsonl", gap)).replay())
                .isInstanceOf(ContainerException.class)
                .hasMessage("op 5 breaks the protocol: op 5 after 3");
    }

    @Test
    void replay_ofAnOpThatNoClientSends_namesOpAndRule() {
        String log = Golden.text(CELL + "/ops.jsonl")
                .replaceFirst("\\\\\"address\\\\\":\\\\\"A\\\\\"", "\\\\\"address\\\\\":\\\\\"Z\\\\\"");
        assertThat(log).isNotEqualTo(Golden.text(CELL + "/ops.jsonl"));
        assertThatThrownBy(() -> new Recording(new Files(CELL).with("ops.jsonl", log)).replay())
                .isInstanceOf(ContainerException.class)
                .hasMessageMatching("op \\d+ of client \\S+ breaks known-store: found an op for data store Z.*");
    }

    @Test
    void replay_withoutAFile_namesIt() {
        for (String name : List.of("attach-summary.json", "ops.jsonl")) {
            assertThatThrownBy(() -> new Recording(new Files(CELL).without(name)).replay())
                    .isInstanceOf(RecordingException.class)
                    .hasMessage("the recording has no " + name);
        }
        assertThatThrownBy(() -> new Recording(new Files(CELL)).replayFromSummary(2))
                .isInstanceOf(RecordingException.class)
                .hasMessage("the recording has no summary-2-upload.json");
        assertThatIllegalArgumentException().isThrownBy(() -> new Recording(new Files(CELL)).replayFromSummary(0));
    }

    @Test
    void replay_ofADamagedSummary_namesTheFile() {
        Files files = new Files(CELL)
                .with("attach-summary.json", "{\"type\":1}")
                .with(
                        "summary-1-upload.json",
                        "{\"context\":{},\"summary\":{\"type\":1,\"tree\":{\"a\":{\"type\":9}}}}");
        assertThatThrownBy(() -> new Recording(files).replay())
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("attach-summary.json is damaged: found no tree");
        Files upload = new Files(CELL)
                .with(
                        "summary-1-upload.json",
                        "{\"context\":{},\"summary\":{\"type\":1,\"tree\":{\"a\":{\"type\":9}}}}");
        assertThatThrownBy(() -> new Recording(upload).replayFromSummary(1))
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("summary-1-upload.json is damaged: found a malformed node a");
    }

    @Test
    void replay_ofALogThatEndsBeforeTheSummary_isRefused() {
        String start = Golden.text(CELL + "/ops.jsonl").lines().limit(4).reduce("", (all, line) -> all + line + "\n");
        assertThatThrownBy(() -> new Recording(new Files(CELL).with("ops.jsonl", start)).replayFromSummary(1))
                .isInstanceOf(RecordingException.class)
                .hasMessage("ops.jsonl ends at op 4, expected it to reach the summary's op 10");
    }
}
