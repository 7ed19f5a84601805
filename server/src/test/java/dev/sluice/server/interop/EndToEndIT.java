package dev.sluice.server.interop;

import dev.sluice.server.NpmPackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The end-to-end tests that the reference has for its own services, unmodified, against the executable jar. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
@Execution(ExecutionMode.CONCURRENT) // Each has a server of its own, and waits for most of its time.
class EndToEndIT {
    @TempDir
    private Path folder = Path.of("target");

    @BeforeAll
    static void installTests() {
        NpmPackages.install(Suite.FOLDER.resolve("endtoend"));
    }

    @Test
    void tinyliciousDriver_passesAllThatHoldsForItsService() throws IOException, InterruptedException {
        Suite.drive(folder, List.of("endtoend.mjs", "--driver", "tinylicious"), List.of());
    }

    /** With discovery of sessions, whole summaries, and tokens that are verified. */
    @Test
    void routerliciousDriver_passesAllThatHoldsForItsService() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("one.key"), "secret-one");
        Path configuration = Files.writeString(
                folder.resolve("sluice.properties"), "tenant.one.key1-file = " + folder.resolve("one.key") + "\n");

        Suite.drive(
                folder,
                List.of("endtoend.mjs", "--driver", "routerlicious", "--tenant", "one", "--key", "secret-one"),
                List.of("--config", configuration.toString()));
    }
}
