package dev.sluice.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.NpmPackages;
import dev.sluice.server.transport.engineio.EngineIoOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The unmodified socket.io client, in its own process. */
@Timeout(120)
class SocketIoClientTest {
    private static final Path SCRIPTS = Path.of("src", "test", "js", "socketio");

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "polling", "upgrade", "heartbeats", "kicked", "namespace"})
    void svc038_realClient_isServed(String scenario) throws Exception {
        NpmPackages.install(SCRIPTS);
        EngineIoOptions quick =
                EngineIoOptions.defaults().withHeartbeat(Duration.ofMillis(200), Duration.ofSeconds(10));
        try (TestService service = TestService.start(quick)) {
            assertThat(run("http://127.0.0.1:" + service.port(), scenario)).endsWith("done\n");
        }
    }

    private static String run(String url, String scenario) throws IOException, InterruptedException {
        Path output = Files.createTempFile("socketio", ".log");
        Process process = new ProcessBuilder("node", "client.js", url, scenario)
                .directory(SCRIPTS.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(60, TimeUnit.SECONDS);
            String text = Files.readString(output);
            assertThat(ended).as("ended in time, having said %s", text).isTrue();
            assertThat(process.exitValue()).as(text).isZero();
            return text;
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }
}
