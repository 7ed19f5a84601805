package dev.sluice.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The executable jar as an operator gets it. */
final class SluiceJarIT {
    private static final Path JAR = Path.of("target", "sluice.jar");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    private Path folder;

    private record Run(int code, String output) {}

    @Test
    void manifest_ofTheJar_opensWhatTheStoreNeeds() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            assertThat(manifest.getValue("Main-Class")).isEqualTo(Main.class.getName());
            assertThat(manifest.getValue("Add-Opens")).isEqualTo("java.base/java.nio");
            assertThat(manifest.getValue("Add-Exports")).isEqualTo("java.base/sun.nio.ch");
            assertThat(manifest.getValue("Enable-Native-Access")).isEqualTo("ALL-UNNAMED");
            assertThat(manifest.getValue("Multi-Release")).isEqualTo("true");
            assertThat(jar.stream())
                    .noneMatch(entry -> entry.getName().endsWith("module-info.class")
                            || entry.getName().matches("META-INF/[^/]*\\.(SF|RSA|DSA)"));
        }
    }

    @Test
    void jar_withoutAnyFlag_opensAStore() throws Exception {
        Path data = folder.resolve("data");
        try (var store =
                dev.sluice.server.storage.lmdb.LmdbStore.open(dev.sluice.server.storage.lmdb.LmdbOptions.in(data))) {
            AdminFixture.populate(store);
        }
        Run run = java("doc", "verify", "--data", data.toString());
        assertThat(run.output()).contains("sound: 1 documents, 2500 ops");
        assertThat(run.code()).isEqualTo(ExitCode.OK);
    }

    @Test
    void jar_withAWrongFlag_endsWithUsage() throws Exception {
        Run run = java("serve", "--prot", "1");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.output()).contains("Unknown options: '--prot', '1'");
    }

    @Test
    void script_besideTheJar_runsIt() throws Exception {
        Run run = run(List.of(Path.of("target", "sluice").toAbsolutePath().toString(), "version"));
        assertThat(run.output()).startsWith("sluice ");
        assertThat(run.code()).isEqualTo(ExitCode.OK);
    }

    private static Run java(String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                JAR.toAbsolutePath().toString()));
        command.addAll(List.of(args));
        return run(command);
    }

    private static Run run(List<String> command) throws Exception {
        Path output = Files.createTempFile("sluice", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
            return new Run(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
        }
    }
}
