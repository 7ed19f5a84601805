package dev.sluice.server.config;

import static dev.sluice.server.config.Bounds.DAY_MS;

import dev.sluice.server.config.Setting.Section;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Who is let in. */
final class SecuritySettings {
    private static final SettingGroup GROUP = new SettingGroup(Section.SECURITY);

    static final Setting<DeveloperTenants> DEVELOPER_TENANTS = GROUP.define(
            "developer-tenants",
            Kind.choice(DeveloperTenants.class),
            "auto",
            "Whether the tenants `tinylicious` and `local` exist without keys: their tokens' signatures are not checked,"
                    + " so anybody may do anything to their documents. `auto`: only when `host` is a loopback address.");
    static final Setting<Duration> TOKEN_LIFETIME_MAX_MS = GROUP.define(
            "token-lifetime-max-ms",
            Kind.millis(1_000, 365 * DAY_MS),
            "1h",
            "Longest lifetime of a token of a tenant that enforces expiry.");
    static final Setting<Integer> TOKEN_CACHE_ENTRIES = GROUP.define(
            "token-cache-entries",
            Kind.count(0, 10_000_000),
            "10000",
            "Verified tokens that are remembered until they expire, to spare verifying them at every request.");
    static final Setting<Optional<Path>> ADMIN_TOKEN_FILE = GROUP.define(
            "admin-token-file",
            Kind.path().optional(),
            "",
            "File with the token that opens `/admin/v1`. Without an admin token only loopback callers get in.");
    static final Setting<Optional<String>> ADMIN_TOKEN_ENV = GROUP.define(
            "admin-token-env",
            Kind.environmentName().optional(),
            "",
            "Environment variable with the token that opens `/admin/v1`.");

    private SecuritySettings() {}

    static List<Setting<?>> all() {
        return GROUP.all();
    }
}
