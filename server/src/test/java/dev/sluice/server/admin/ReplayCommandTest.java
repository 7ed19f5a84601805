package dev.sluice.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.client.ContainerSchema;
import dev.sluice.client.FluidContainer;
import dev.sluice.client.InitialObject;
import dev.sluice.client.ServiceClient;
import dev.sluice.dds.map.SharedMap;
import dev.sluice.dds.text.SharedString;
import dev.sluice.protocol.DocumentId;
import dev.sluice.server.SluiceServer;
import dev.sluice.server.config.ServerConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code sluice replay} over recordings of the reference implementation, damaged ones, and exports of our own. */
@Timeout(120)
final class ReplayCommandTest {
    private static final Path GOLDEN = Path.of("..", "runtime", "src", "test", "resources", "golden", "runtime");
    private static final Path CELL = GOLDEN.resolve("v2.111.0").resolve("03-counter-cell");
    private static final String MADE_UP = "16-minimal-hand-written-client";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    private Path folder;

    static List<Path> scenarios() throws IOException {
        return files("ops.jsonl").map(Path::getParent).toList();
    }

    static List<Path> uploads() throws IOException {
        return files("summary-.*-upload.json").toList();
    }

    private static Stream<Path> files(String name) throws IOException {
        try (Stream<Path> files = Files.walk(GOLDEN)) {
            return files.filter(file -> String.valueOf(file.getFileName()).matches(name)).sorted().toList().stream();
        }
    }

    /** The first summary of {@value #MADE_UP} holds what no op said, on purpose. */
    @ParameterizedTest
    @MethodSource("scenarios")
    void replay_ofARecording_isAsRecorded(Path scenario) throws IOException {
        CliRun run = CliRun.of("replay", scenario.toString(), "--check");
        if (scenario.endsWith(MADE_UP)) {
            assertThat(run.code()).isEqualTo(ExitCode.FAILED);
            assertThat(run.err()).contains("differs: ds_m.entries.summarized: found nothing, expected \"by raw\"");
        } else {
            assertThat(run.err()).contains("as in state.json: ").endsWith(" compared, 0 differences\n");
            assertThat(run.code()).isEqualTo(ExitCode.OK);
        }
        assertThat(parsed(run)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("uploads")
    void replay_fromASummary_isAsRecorded(Path upload) throws IOException {
        String number = String.valueOf(upload.getFileName()).replaceAll("[^0-9]", "");
        CliRun run = CliRun.of("replay", String.valueOf(upload.getParent()), "--from-summary", number, "--check");
        assertThat(run.err()).endsWith(" compared, 0 differences\n");
        assertThat(run.code()).isEqualTo(ExitCode.OK);
        assertThat(parsed(run)).isNotEmpty();
    }

    @Test
    void replay_ofARecordingWithNames_printsThemAndOtherChannelsByPath() throws IOException {
        JsonNode state = parsed(CliRun.of("replay", CELL.toString()));
        JsonNode recorded = Json.parse(Files.readAllBytes(CELL.resolve("state.json")));
        recorded.fieldNames()
                .forEachRemaining(name -> assertThat(state.path(name)).isEqualTo(recorded.path(name)));
        assertThat(state.has("/A/root")).isTrue();
    }

    @Test
    void replay_againstAnotherState_namesTheDifferenceAndFails() throws IOException {
        copy(CELL);
        change("state.json", text -> text.replace("105", "104"));
        CliRun run = CliRun.of("replay", folder.toString(), "--check");
        assertThat(run.err())
                .contains("differs: counter.value: found 105, expected 104\n")
                .endsWith("NOT as in state.json: 3 compared, 1 differences\n");
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(CliRun.of("replay", folder.toString()).code()).isEqualTo(ExitCode.OK);
    }

    @Test
    void replay_ofADamagedLog_namesTheLineAndFails() throws IOException {
        copy(CELL);
        change("ops.jsonl", text -> text.substring(0, text.length() - 30));
        int lines = Files.readAllLines(CELL.resolve("ops.jsonl")).size();
        assertFails(folder + ": ops.jsonl is damaged at line " + lines + ": ", "replay", folder.toString());
    }

    @Test
    void replay_ofALogThatBreaksARule_namesOpAndRuleAndFails() throws IOException {
        copy(CELL);
        change("ops.jsonl", text -> text.substring(text.indexOf('\n') + 1));
        assertFails(
                folder + ": protocol-violation: op 2 breaks the protocol: op 2 after 0", "replay", folder.toString());
    }

    @Test
    void replay_withoutWhatIsAskedFor_saysSo() throws IOException {
        Path missing = folder.resolve("missing");
        assertFails(missing + " is no folder; expected", "replay", missing.toString());
        assertFails(folder + ": the recording has no attach-summary.json", "replay", folder.toString());
        assertFails(folder + " has no state.json to compare with", "replay", folder.toString(), "--check");
        assertFails(
                CELL + ": the recording has no summary-2-upload.json",
                "replay",
                CELL.toString(),
                "--from-summary",
                "2");
        CliRun misuse = CliRun.of("replay", CELL.toString(), "--from-summary", "0");
        assertThat(misuse.code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void replay_ofAnExport_holdsWhatTheDocumentHolds() throws IOException {
        InitialObject<SharedMap> map = InitialObject.of("map", SharedMap.FACTORY);
        InitialObject<SharedString> text = InitialObject.of("text", SharedString.FACTORY);
        Path data = folder.resolve("data");
        Path online = folder.resolve("online");
        String name;
        SluiceServer server = SluiceServer.start(
                ServerConfig.of(Map.of("port", "0", "data", data.toString()), Map.of()), InstantSource.system());
        try (ServiceClient client = ServiceClient.insecure(server.url());
                FluidContainer container = client.create(ContainerSchema.of(map, text))) {
            SharedMap shared = container.get(map);
            SharedString written = container.get(text);
            container.run(() -> shared.set("made", "detached"));
            DocumentId id = container.attach();
            container.run(() -> {
                shared.set("edited", "attached");
                written.insert(0, "Hello");
            });
            container.awaitSaved();
            name = "tinylicious/" + id.value();
            CliRun export = CliRun.of(
                    "doc",
                    "export",
                    name,
                    online.toString(),
                    "--url",
                    server.url().toString());
            assertThat(export.err()).isEqualTo("exported to " + online + "\n");
        } finally {
            server.close(Duration.ZERO, Duration.ofSeconds(20));
        }
        assertHolds(online);
        Path offline = folder.resolve("offline");
        assertThat(CliRun.of("doc", "export", name, offline.toString(), "--data", data.toString())
                        .code())
                .isEqualTo(ExitCode.OK);
        assertHolds(offline);
    }

    private static void assertHolds(Path export) throws IOException {
        CliRun run = CliRun.of("replay", export.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .contains("\"entries\":[[\"made\",\"detached\"],[\"edited\",\"attached\"]]")
                .contains("\"text\":\"Hello\"");
        parsed(run).fieldNames().forEachRemaining(channel -> assertThat(channel).matches("/[^/]+/.+"));
    }

    private static void assertFails(String complaint, String... args) {
        CliRun run = CliRun.of(args);
        assertThat(run.err()).startsWith("sluice: " + complaint);
        assertThat(run.out()).isEmpty();
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    }

    private static JsonNode parsed(CliRun run) throws IOException {
        return Json.parse(run.out().getBytes(StandardCharsets.UTF_8));
    }

    private void copy(Path scenario) throws IOException {
        for (String name : List.of("attach-summary.json", "ops.jsonl", "state.json")) {
            Files.copy(scenario.resolve(name), folder.resolve(name));
        }
    }

    private void change(String name, UnaryOperator<String> edit) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, edit.apply(Files.readString(file)));
    }
}
