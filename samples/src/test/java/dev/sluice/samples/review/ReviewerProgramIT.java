package dev.sluice.samples.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.client.FluidContainer;
import dev.sluice.client.ServiceClient;
import dev.sluice.dds.map.SharedMap;
import dev.sluice.dds.text.SharedString;
import dev.sluice.protocol.DocumentId;
import dev.sluice.server.SluiceServer;
import dev.sluice.server.config.ServerConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
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

/** The reviewer as newcomers have it: a process of the jar, run as the README says. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ReviewerProgramIT {
    private static final Path JAR = Path.of("target/samples.jar").toAbsolutePath();
    private static final String ANNOUNCED = "Reading along at ";

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
    void program_tellsWhereItReads_andAnswersThere() throws IOException {
        BufferedReader printed = reviewer(server.url().toString()).inputReader(StandardCharsets.UTF_8);
        String line = printed.readLine();
        assertThat(line).startsWith(ANNOUNCED + server.url() + "/app/#");
        URI page = URI.create(line.substring(ANNOUNCED.length()));

        try (ServiceClient client = ServiceClient.insecure(server.url())) {
            FluidContainer container = client.open(new DocumentId(page.getFragment()));
            SharedString text = container.get(TextReviewer.TEXT);
            SharedMap review = container.get(TextReviewer.REVIEW);
            container.run(() -> text.insert(0, "Three short words."));

            container
                    .when(() ->
                            review.getLong("words").filter(words -> words == 3).isPresent())
                    .toCompletableFuture()
                    .join();
            assertThat(container.call(() -> review.getLong("characters"))).contains(18L);
            container.awaitSaved();
        }
    }

    @Test
    void documentThatIsNotThere_isReported() throws IOException, InterruptedException {
        Process process = reviewer(server.url().toString(), "nobody");
        assertThat(process.errorReader(StandardCharsets.UTF_8).readLine()).contains("cannot be opened", "nobody");
        assertThat(process.waitFor()).isEqualTo(1);
    }

    private Process reviewer(String... args) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java, "-cp", JAR.toString(), Reviewer.class.getName()));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command).start();
        processes.add(process);
        return process;
    }
}
