package dev.sluice.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.server.config.EffectiveConfig.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigLoaderTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    private Path folder;

    @Test
    void defaults_nothingGiven_areTheDocumentedOnes() {
        ServerConfig config = ServerConfig.defaults();
        assertThat(config.listening().host()).isEqualTo("127.0.0.1");
        assertThat(config.listening().port()).isEqualTo(7070);
        assertThat(config.storage().data()).isEqualTo(Path.of("data"));
        assertThat(config.storage().durability()).isEqualTo(Durability.COMMIT);
        assertThat(config.sockets().pingInterval()).isEqualTo(Duration.ofSeconds(25));
        assertThat(config.sockets().pingTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.sockets().messageMaxBytes()).isEqualTo(1_000_000);
        assertThat(config.documents().clientTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.rest().deltasMaxOps()).isEqualTo(2000);
        assertThat(config.security().developerTenantsEnabled()).isTrue();
    }

    @Test
    void value_setInEveryPlace_isTheFlags() throws IOException {
        Path file = write("port = 1", "host = a", "data = d", "worker-threads = 3");
        EffectiveConfig effective = ConfigLoader.load(
                Optional.of(file),
                Map.of("SLUICE_PORT", "2", "SLUICE_HOST", "b", "SLUICE_DATA", "e"),
                Map.of("port", "3", "host", "c"));
        assertThat(effective.lines())
                .contains(
                        line("port", "3", "flag --port"),
                        line("host", "c", "flag --host"),
                        line("data", "e", "environment SLUICE_DATA"),
                        line("worker-threads", "3", "file " + file + ":4"),
                        line("metrics", "on", "default"));
    }

    @Test
    void file_namedByTheEnvironment_isRead() throws IOException {
        Path file = write("port = 81");
        EffectiveConfig effective =
                ConfigLoader.load(Optional.empty(), Map.of("SLUICE_CONFIG", file.toString()), Map.of());
        assertThat(effective.lines()).contains(line("port", "81", "file " + file + ":1"));
    }

    @Test
    void file_withCommentsAndUnits_isUnderstood() throws IOException {
        Path file = write("# all of it", "", "  client-timeout-ms=2m   # two minutes", "blob-max-bytes = 1.5GiB");
        EffectiveConfig effective = ConfigLoader.load(Optional.of(file), Map.of(), Map.of());
        assertThat(effective.lines())
                .contains(line("client-timeout-ms", "120000", "file " + file + ":3"))
                .contains(line("blob-max-bytes", "1610612736", "file " + file + ":4"));
    }

    @Test
    void mistakes_inAllPlaces_areReportedTogether() throws IOException {
        Path file = write("prot = 1", "port = x", "nonsense", "host = a", "host = b");
        assertThatThrownBy(() -> ConfigLoader.load(
                        Optional.of(file),
                        Map.of("SLUICE_HOTS", "b"),
                        Map.of("worker-threads", "0", "zzzzzzzzzz", "1")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("unknown setting \"prot\"; did you mean \"port\"?")
                .hasMessageContaining(":2: port = x: expected a whole number")
                .hasMessageContaining(":3: expected \"key = value\"")
                .hasMessageContaining(":5: host is set on line 4 already")
                .hasMessageContaining("unknown environment variable SLUICE_HOTS")
                .hasMessageContaining(
                        "flag --worker-threads: worker-threads = 0: expected a whole number from 1 to 1024")
                .hasMessageContaining("flag --set zzzzzzzzzz: unknown setting");
    }

    @Test
    void variable_namedForASecret_isNoUnknownSetting() {
        ServerConfig config = ServerConfig.of(
                Map.of("tenant.acme.key1-env", "SLUICE_ACME_KEY", "admin-token-env", "SLUICE_ADMIN"),
                Map.of("SLUICE_ACME_KEY", "k", "SLUICE_ADMIN", "t"));
        assertThat(config.security().tenants()).hasSize(1);
        assertThat(config.security().adminToken()).contains(new Secret("t"));
    }

    private Path write(String... lines) throws IOException {
        return Files.write(folder.resolve("sluice.properties"), java.util.List.of(lines));
    }

    private static Line line(String key, String text, String origin) {
        EffectiveConfig.Value value = new EffectiveConfig.Value(text, originOf(origin));
        return new Line(key, value);
    }

    private static Origin originOf(String text) {
        int space = text.indexOf(' ');
        String source = space < 0 ? text : text.substring(0, space);
        return new Origin(
                Origin.Source.valueOf(source.toUpperCase(java.util.Locale.ROOT)),
                space < 0 ? "" : text.substring(space + 1));
    }
}
