package dev.sluice.collector.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tlc2.TLC;

/**
 * Checks {@code docs/internals/collection.tla} in every state that small documents can come into (I3, I4, I5), and that it is wrong
 * as soon as something is left out. {@code -Psoak} adds larger documents and longer sessions.
 */
class CollectionModelTest {
    private static final Path SPECIFICATION = Path.of("..", "docs", "internals");
    private static final String NAME = "collection_bounds";

    // The exit codes of the checker.
    private static final int HOLDS = 0;
    private static final int VIOLATES_INVARIANT = 12;
    private static final int VIOLATES_LIVENESS = 13;

    @TempDir
    Path folder;

    @Test
    void i3_i4_i5_holdInEveryState() throws Exception {
        assertThat(check(bounds())).isEqualTo(HOLDS);
        assertThat(output()).contains("Model checking completed. No error has been found.");
    }

    @Test
    @EnabledIfSystemProperty(named = "model.bounds", matches = "large")
    void i3_i4_i5_holdInEveryStateOfLargerDocuments() throws Exception {
        String two = with(with(bounds(), "Nodes", "{a, b}"), "Edges", "Triangle");
        assertThat(check(with(two, "Sessions", "{s1}"))).isEqualTo(HOLDS);
    }

    @Test
    @EnabledIfSystemProperty(named = "model.bounds", matches = "large")
    void i3_i4_i5_holdInEveryStateOfLongerSessions() throws Exception {
        String longer = with(with(bounds(), "Expiry", "2"), "Cache", "2");
        assertThat(check(with(longer, "Tombstone", "5"))).isEqualTo(HOLDS);
    }

    @Test
    void garbageGoesAtLast() throws Exception {
        assertThat(check(lively(bounds()).replace("SPECIFICATION Spec", "SPECIFICATION FairSpec")))
                .isEqualTo(HOLDS);
    }

    @Test
    void garbageNeedNotGoWhereNobodyRuns() throws Exception {
        assertThat(check(lively(bounds()))).isEqualTo(VIOLATES_LIVENESS);
    }

    @ParameterizedTest
    @CsvSource({"Expiry, 1000", "Grace, 0", "Tombstone, 0", "Tombstone, 1", "CountsNew, FALSE"})
    void whatIsLeftOut_isMissed(String constant, String value) throws Exception {
        assertThat(check(with(bounds(), constant, value))).isEqualTo(VIOLATES_INVARIANT);
        assertThat(output()).contains("Invariant I4 is violated.");
    }

    private static String bounds() throws IOException {
        return Files.readString(SPECIFICATION.resolve(NAME + ".cfg"));
    }

    private static String with(String bounds, String constant, String value) {
        String changed =
                bounds.replaceFirst("(?m)^( +" + constant + ") (=|<-) .*$", "$1 $2 " + value.replace("$", "\\$"));
        assertThat(changed).as("bounds with another " + constant).isNotEqualTo(bounds);
        return changed;
    }

    private static String lively(String bounds) {
        return with(bounds, "Sessions", "{s1}").replace("PROPERTY I5Stays", "PROPERTY GarbageGoes");
    }

    /** Runs the checker in a virtual machine of its own, for it is made to run once in one. */
    private int check(String bounds) throws IOException, InterruptedException, URISyntaxException {
        for (String module : List.of("collection.tla", NAME + ".tla")) {
            Files.copy(SPECIFICATION.resolve(module), folder.resolve(module));
        }
        Files.writeString(folder.resolve(NAME + ".cfg"), bounds);
        Process checker = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseParallelGC",
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        Path.of(TLC.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI())
                                .toString(),
                        TLC.class.getName(),
                        "-workers",
                        "1",
                        NAME)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        try {
            assertThat(checker.waitFor(20, TimeUnit.MINUTES))
                    .as("checked in time")
                    .isTrue();
        } finally {
            checker.destroyForcibly();
        }
        return checker.exitValue();
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }
}
