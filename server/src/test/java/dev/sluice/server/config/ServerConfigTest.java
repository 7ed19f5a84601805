package dev.sluice.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.protocol.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServerConfigTest {
    private static final String HIDDEN = "s3cr3t-value";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, auto, true",
        "127.9.9.9, auto, true",
        "localhost, auto, true",
        "::1, auto, true",
        "0.0.0.0, auto, false",
        "10.0.0.1, auto, false",
        "127.example.org, auto, false",
        "0.0.0.0, on, true",
        "127.0.0.1, off, false"
    })
    void developerTenants_byHost_existOnlyOnLoopbackOrWhenAskedFor(String host, String setting, boolean exist) {
        ServerConfig config = ServerConfig.of(Map.of("host", host, "developer-tenants", setting));
        assertThat(config.security().developerTenantsEnabled()).isEqualTo(exist);
    }

    @Test
    void tenant_withKeysInFileAndVariable_hasBothInOrder() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "first\n");
        ServerConfig config = ServerConfig.of(
                Map.of(
                        "tenant.acme.example.key1-file", file.toString(),
                        "tenant.acme.example.key2-env", "SECOND",
                        "tenant.acme.example.enforce-expiry", "off"),
                Map.of("SECOND", "second"));
        TenantConfig tenant = config.security().tenants().get(0);
        assertThat(tenant.id().value()).isEqualTo("acme.example");
        assertThat(tenant.keys()).extracting(Secret::reveal).containsExactly("first", "second");
        assertThat(tenant.expiryEnforced()).isFalse();
    }

    @Test
    void tenant_inTheEnvironment_isConfigured() {
        ServerConfig config =
                ServerConfig.of(Map.of(), Map.of("SLUICE_TENANT__Acme_1__KEY1_ENV", "FIRST", "FIRST", "first"));
        assertThat(config.security().tenants())
                .extracting(tenant -> tenant.id().value())
                .containsExactly("Acme_1");
    }

    @Test
    void map_neverBeginsAboveItsMaximum() {
        assertThat(ServerConfig.of(Map.of("map-max-bytes", "1GiB")).storage().mapInitialBytes())
                .isEqualTo(1L << 30);
    }

    @Test
    void settings_thatDoNotFit_areRefusedTogether() {
        Map<String, String> settings = Map.of(
                "tls-key-file", "k",
                "tenant.a.key2-env", "SECOND",
                "tenant.b.key1-env", "MISSING",
                "admin-token-file", folder.resolve("none").toString());
        assertThatThrownBy(() -> ServerConfig.of(settings, Map.of("SECOND", "s")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("tls-certificate-file and tls-key-file: expected both or neither")
                .hasMessageContaining("tenant.a has no first key; set tenant.a.key1-file or tenant.a.key1-env")
                .hasMessageContaining("tenant.b.key1-env: the environment variable it names is not set")
                .hasMessageContaining("admin-token-file");
    }

    @Test
    void poolSettings_areLists_andMistakesInThemAreToldAtOnce() {
        ServerConfig.Summarizers pool = ServerConfig.of(Map.of(
                        "summarizer-pool-tenants", "acme, beta",
                        "summarizer-pool-gc", "enableGCSweep=true,inactiveTimeoutMs=5"))
                .summarizers();
        assertThat(pool.poolEnabled()).isFalse();
        assertThat(pool.tenants()).containsExactlyInAnyOrder(new TenantId("acme"), new TenantId("beta"));
        assertThat(pool.collection()).isEqualTo(Map.of("enableGCSweep", "true", "inactiveTimeoutMs", "5"));
        assertThatThrownBy(() -> ServerConfig.of(Map.of("summarizer-pool-gc", "inactiveTimeoutMs=soon")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("summarizer-pool-gc: found inactiveTimeoutMs = soon");
        assertThatThrownBy(() -> ServerConfig.of(Map.of("summarizer-pool-gc", "enableGCSweep")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("KEY=VALUE");
    }

    @Test
    void secret_inConfiguration_isNeverPrinted() {
        ServerConfig config =
                ServerConfig.of(Map.of("tenant.acme.key1-env", "KEY", "admin-token-env", "KEY"), Map.of("KEY", HIDDEN));
        assertThat(config.toString()).doesNotContain(HIDDEN).contains("(secret)");
        assertThat(config.security().tenants().toString()).doesNotContain(HIDDEN);
    }

    @Test
    void secret_writtenWhereItsNameBelongs_isRefusedWithoutShowingIt() {
        for (String key : List.of("tenant.acme.key1", "tenant.acme.key1-env", "admin-token-env", "admin-token-file")) {
            assertThatThrownBy(() -> ServerConfig.of(Map.of(key, HIDDEN)))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageNotContaining(HIDDEN);
        }
    }
}
