package dev.sluice.samples.todo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.SluiceServer;
import dev.sluice.server.config.ServerConfig;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two terminals as newcomers have them: two processes of the jar, run as the README says. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class TodoIT {
    private static final Path JAR = Path.of("target/samples.jar").toAbsolutePath();

    @TempDir
    private Path data = Path.of("target");

    private final List<Process> processes = new ArrayList<>();
    private SluiceServer server;

    @BeforeEach
    void start() {
        server = SluiceServer.start(
                ServerConfig.of(Map.of("port", "0", "data", data.toString())), InstantSource.system());
    }

    @AfterEach
    void stop() {
        processes.forEach(Process::destroyForcibly);
        server.close(Duration.ZERO, Duration.ofSeconds(20));
    }

    @Test
    void twoProcesses_shareOneList() throws IOException, InterruptedException {
        Process ada = todo(server.url().toString());
        Transcript seenByAda = follow(ada);
        Process ben = todo(server.url().toString(), seenByAda.awaitDocument());
        Transcript seenByBen = follow(ben);

        type(ada, "add buy milk\n");
        seenByBen.awaitLines("  1 [ ] buy milk");
        type(ben, "done 1\nadd call Ada\n");
        seenByAda.awaitLines("  1 [x] buy milk", "  2 [ ] call Ada");

        type(ada, "add last words\nquit\n");
        assertThat(ada.waitFor()).isZero();
        seenByBen.awaitLines("  1 [x] buy milk", "  2 [ ] call Ada", "  3 [ ] last words");
        ben.getOutputStream().close();
        assertThat(ben.waitFor()).isZero();
    }

    private Process todo(String... args) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java, "-cp", JAR.toString(), Todo.class.getName()));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        processes.add(process);
        return process;
    }

    private static Transcript follow(Process process) {
        Transcript transcript = new Transcript();
        Thread reader = new Thread(() -> {
            try (Reader output = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
                output.transferTo(transcript);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
        reader.setDaemon(true);
        reader.start();
        return transcript;
    }

    private static void type(Process process, String keys) throws IOException {
        Writer input = process.outputWriter(StandardCharsets.UTF_8);
        input.write(keys);
        input.flush();
    }
}
