package dev.sluice.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.storage.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SluiceCliTest {
    private static final String HIDDEN = "s3cr3t-value";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    private Path folder;

    @Test
    void command_missingOrUnknown_isUsage() {
        assertThat(CliRun.of().code()).isEqualTo(ExitCode.USAGE);
        assertThat(CliRun.of("nonsense").code()).isEqualTo(ExitCode.USAGE);
        assertThat(CliRun.of("doc").code()).isEqualTo(ExitCode.USAGE);
        assertThat(CliRun.of("serve", "--prot", "1").code()).isEqualTo(ExitCode.USAGE);
        assertThat(CliRun.of("doc", "show", "no-slash", "--url", "http://127.0.0.1:1")
                        .code())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void version_asked_isPrinted() {
        CliRun run = CliRun.of("version");
        assertThat(run.code()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).startsWith("sluice ").contains("Java ");
        assertThat(CliRun.of("--version").out()).isEqualTo(run.out());
    }

    @Test
    void serve_thatCannotStart_saysWhyInOneLine() throws IOException {
        Path file = Files.writeString(folder.resolve("a-file"), "");
        ServerLauncher launcher = config -> {
            try (Store store = Stores.open(config.storage())) {
                throw new AssertionError(store);
            }
        };
        CliRun run = CliRun.of(Map.of(), launcher, "serve", "--data", file.toString());
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err())
                .isEqualTo(
                        "sluice: cannot make the directory " + file + " (FileAlreadyExistsException: " + file + ")\n");
    }

    @Test
    void help_ofServe_namesEverySetting() {
        CliRun run = CliRun.of("serve", "--help");
        assertThat(run.code()).isEqualTo(ExitCode.OK);
        dev.sluice.server.config.Settings.all()
                .forEach(setting -> assertThat(run.out()).contains("--" + setting.key()));
    }

    @Test
    void config_fromAllPlaces_showsValuesAndOrigins() throws IOException {
        Path file = Files.writeString(folder.resolve("s.properties"), "worker-threads = 3\n");
        CliRun run = CliRun.of(
                Map.of("SLUICE_HOST", "::1"), "config", "--config", file.toString(), "--port=81", "--metrics", "off");
        assertThat(run.code()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .containsPattern("(?m)^host = ::1 +# environment SLUICE_HOST$")
                .containsPattern("(?m)^port = 81 +# flag --port$")
                .containsPattern("(?m)^metrics = off +# flag --metrics$")
                .containsPattern("(?m)^worker-threads = 3 +# file .*s\\.properties:1$")
                .containsPattern("(?m)^data = data +# default$");
    }

    @Test
    void config_printed_isAcceptedAsAFile() throws IOException {
        Path file = Files.writeString(
                folder.resolve("s.properties"), CliRun.of("config").out());
        CliRun run = CliRun.of("config", "--config", file.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isEqualTo(ExitCode.OK);
    }

    @Test
    void secret_fromAVariable_isNeverPrinted() {
        CliRun run = CliRun.of(
                Map.of("SLUICE_TENANT__acme__KEY1_ENV", "KEY", "KEY", HIDDEN, "SLUICE_ADMIN_TOKEN_ENV", "KEY"),
                "config");
        assertThat(run.code()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("tenant.acme.key1-env = KEY").doesNotContain(HIDDEN);
        CliRun wrong = CliRun.of("config", "--set", "tenant.acme.key1=" + HIDDEN);
        assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.out() + wrong.err()).contains("key1-file").doesNotContain(HIDDEN);
    }

    @Test
    void config_thatDoesNotFit_isUsage() {
        CliRun run = CliRun.of("config", "--tls-key-file", "key.pem");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).isEqualTo("sluice: tls-certificate-file and tls-key-file: expected both or neither\n");
    }

    @Test
    void serve_startupFailure_isOneLine() {
        CliRun run = CliRun.of(
                Map.of(),
                config -> {
                    throw new ServerLauncher.StartupException(
                            "port " + config.listening().port() + " is in use", new IOException("bind"));
                },
                "serve",
                "--port",
                "7071");
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).isEqualTo("sluice: port 7071 is in use\n");
    }

    @Test
    void store_missing_isNotMade() {
        Path data = folder.resolve("none");
        CliRun run = CliRun.of("doc", "list", "--data", data.toString());
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("holds no store");
        assertThat(data).doesNotExist();
    }
}
