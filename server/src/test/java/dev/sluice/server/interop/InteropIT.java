package dev.sluice.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.NpmPackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Create, attach, load elsewhere, edit at once, signal, upload, summarize, survive the server's death, load after all left:
 * by the npm packages of each client generation (SVC §7).
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
@Execution(ExecutionMode.CONCURRENT) // Each has servers and clients of its own, and waits for most of its time.
class InteropIT {
    private static final List<String> GENERATIONS = List.of("v2", "v3", "internal3");

    @TempDir
    private Path folder = Path.of("target");

    @BeforeAll
    static void installClients() {
        GENERATIONS.forEach(generation -> NpmPackages.install(Suite.FOLDER.resolve(generation)));
    }

    static Stream<Arguments> clients() {
        return Stream.of(
                Arguments.of("v2", "tinylicious", "service"),
                Arguments.of("v2", "tinylicious", "loader"),
                Arguments.of("v2", "azure-local", "service"),
                Arguments.of("v3", "tinylicious", "loader"),
                Arguments.of("v3", "azure-local", "loader"),
                Arguments.of("internal3", "tinylicious", "service"),
                Arguments.of("internal3", "azure-local", "loader"));
    }

    @ParameterizedTest
    @MethodSource("clients")
    void svc022_svc089_svc096_svc097_developerTenants_serveEveryGeneration(
            String generation, String client, String level) throws IOException, InterruptedException {
        List<String> suite = new ArrayList<>(List.of("run.mjs", "--generation", generation));
        suite.addAll(List.of("--client", client, "--level", level, "--scenario", "all", "--with-restart"));

        Suite.drive(folder, suite, List.of());
    }

    static Stream<Arguments> remoteClients() {
        return Stream.of(
                Arguments.of("v2", "service"), Arguments.of("v3", "loader"), Arguments.of("internal3", "loader"));
    }

    @ParameterizedTest
    @MethodSource("remoteClients")
    void svc010_svc032_svc034_strictTenants_serveAzureRemoteClients(String generation, String level)
            throws IOException, InterruptedException {
        Path configuration = folder.resolve("sluice.properties");
        Files.writeString(folder.resolve("one.key"), "secret-one");
        Files.writeString(folder.resolve("two.key"), "secret-two");
        Files.writeString(
                configuration,
                "tenant.one.key1-file = " + folder.resolve("one.key") + "\n" + "tenant.two.key1-file = "
                        + folder.resolve("two.key") + "\n");
        List<String> suite = new ArrayList<>(List.of("run.mjs", "--generation", generation));
        suite.addAll(List.of("--client", "azure-remote", "--level", level, "--scenario", "all", "--with-restart"));
        suite.addAll(List.of("--tenant", "one", "--key", "secret-one", "--tenant", "two", "--key", "secret-two"));

        Suite.drive(folder, suite, List.of("--config", configuration.toString()));
    }

    static Stream<Arguments> pairs() {
        return Stream.of(
                Arguments.of("v2", "internal3"),
                Arguments.of("internal3", "v2"),
                Arguments.of("v2", "v3"),
                Arguments.of("v3", "v2"));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void generations_editOneDocumentTogether(String creator, String editor) throws IOException, InterruptedException {
        Suite.drive(
                folder, List.of("mixed.mjs", "--creator", creator, "--editor", editor, "--scenario", "all"), List.of());
    }

    @Test
    void suite_againstNothing_fails() throws IOException, InterruptedException {
        String url = "http://127.0.0.1:" + Suite.freePort();
        List<String> command = List.of("node", "run.mjs", "--generation", "v2", "--url", url);
        List<String> shortly = new ArrayList<>(command);
        shortly.addAll(List.of("--scenario", "create-and-load", "--deadline", "3"));

        Process process = Suite.start(shortly);

        assertThat(process.waitFor()).as("the suite can fail").isNotZero();
    }
}
