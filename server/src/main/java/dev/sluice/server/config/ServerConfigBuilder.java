package dev.sluice.server.config;

import dev.sluice.gc.GcException;
import dev.sluice.gc.config.GcOptions;
import dev.sluice.gc.config.GcSettings;
import dev.sluice.protocol.TenantId;
import dev.sluice.server.config.EffectiveConfig.Value;
import dev.sluice.server.config.TenantKey.Property;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Turns effective settings into a {@link ServerConfig}; confined to one thread, use once. */
final class ServerConfigBuilder {
    private final EffectiveConfig from;
    private final List<String> problems = new ArrayList<>();
    private final SecretReader secrets;

    ServerConfigBuilder(EffectiveConfig effective, Map<String, String> environment) {
        this.from = effective;
        this.secrets = new SecretReader(environment, problems);
    }

    ServerConfig build() {
        ServerConfig config = new ServerConfig(
                listening(),
                storage(),
                security(),
                sockets(),
                rates(),
                rest(),
                documents(),
                summarizers(),
                operation());
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return config;
    }

    private ServerConfig.Listening listening() {
        return new ServerConfig.Listening(
                from.get(Settings.HOST),
                from.get(Settings.PORT),
                from.get(Settings.PUBLIC_URL),
                from.get(Settings.ORDERER_URL),
                from.get(Settings.HISTORIAN_URL),
                from.get(Settings.DELTA_STREAM_URL),
                tls(),
                staticFiles());
    }

    private Optional<Path> staticFiles() {
        Optional<Path> folder = from.get(Settings.STATIC_FILES);
        folder.filter(Predicate.not(Files::isDirectory))
                .ifPresent(missing -> problems.add("static-files is " + missing + ", which is no folder"));
        return folder;
    }

    private Optional<ServerConfig.Tls> tls() {
        Optional<Path> certificate = from.get(Settings.TLS_CERTIFICATE_FILE);
        Optional<Path> key = from.get(Settings.TLS_KEY_FILE);
        if (certificate.isPresent() != key.isPresent()) {
            problems.add("tls-certificate-file and tls-key-file: expected both or neither");
        }
        return certificate.flatMap(chain -> key.map(file -> new ServerConfig.Tls(chain, file)));
    }

    private ServerConfig.Storage storage() {
        long max = from.get(Settings.MAP_MAX_BYTES);
        return new ServerConfig.Storage(
                from.get(Settings.DATA),
                from.get(Settings.DURABILITY),
                Math.min(from.get(Settings.MAP_INITIAL_BYTES), max),
                max,
                Math.toIntExact(from.get(Settings.LARGE_BLOB_THRESHOLD_BYTES)),
                from.get(Settings.PREALLOCATE_BYTES),
                from.get(Settings.COMMIT_MAX_BYTES),
                from.get(Settings.COMMIT_QUEUE_MAX_BYTES),
                from.get(Settings.BACKUP_DIR));
    }

    private ServerConfig.Security security() {
        boolean developer = switch (from.get(Settings.DEVELOPER_TENANTS)) {
            case AUTO -> Loopback.isLoopback(from.get(Settings.HOST));
            case ON -> true;
            case OFF -> false;
        };
        return new ServerConfig.Security(
                developer,
                from.get(Settings.TOKEN_LIFETIME_MAX_MS),
                from.get(Settings.TOKEN_CACHE_ENTRIES),
                secrets.read("admin-token", from.get(Settings.ADMIN_TOKEN_FILE), from.get(Settings.ADMIN_TOKEN_ENV)),
                tenants());
    }

    private List<TenantConfig> tenants() {
        Map<String, Map<Property, String>> byTenant = new TreeMap<>();
        for (Map.Entry<TenantKey, Value> entry : from.tenants().entrySet()) {
            byTenant.computeIfAbsent(entry.getKey().tenant(), name -> new EnumMap<>(Property.class))
                    .put(entry.getKey().property(), entry.getValue().text());
        }
        return byTenant.entrySet().stream()
                .flatMap(entry -> tenant(entry.getKey(), entry.getValue()).stream())
                .toList();
    }

    private Optional<TenantConfig> tenant(String name, Map<Property, String> values) {
        String key = TenantKey.PREFIX + name;
        Optional<Secret> key1 =
                secrets.read(key + ".key1", path(values, Property.KEY1_FILE), text(values, Property.KEY1_ENV));
        Optional<Secret> key2 =
                secrets.read(key + ".key2", path(values, Property.KEY2_FILE), text(values, Property.KEY2_ENV));
        if (key1.isEmpty()) {
            if (!values.containsKey(Property.KEY1_FILE) && !values.containsKey(Property.KEY1_ENV)) {
                problems.add(key + " has no first key; set " + key + ".key1-file or " + key + ".key1-env");
            }
            return Optional.empty();
        }
        try {
            boolean expiryEnforced =
                    text(values, Property.ENFORCE_EXPIRY).map("on"::equals).orElse(true);
            List<Secret> keys = Stream.concat(key1.stream(), key2.stream()).toList();
            return Optional.of(new TenantConfig(new TenantId(name), keys, expiryEnforced));
        } catch (IllegalArgumentException badName) {
            problems.add(key + ": " + badName.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<Path> path(Map<Property, String> values, Property property) {
        return text(values, property).map(Path::of);
    }

    private static Optional<String> text(Map<Property, String> values, Property property) {
        return Optional.ofNullable(values.get(property));
    }

    private ServerConfig.Sockets sockets() {
        return new ServerConfig.Sockets(
                from.get(Settings.PING_INTERVAL_MS),
                from.get(Settings.PING_TIMEOUT_MS),
                from.get(Settings.CONNECT_TIMEOUT_MS),
                Math.toIntExact(from.get(Settings.MESSAGE_MAX_BYTES)),
                from.get(Settings.OUTBOUND_QUEUE_MAX_BYTES),
                from.get(Settings.CONNECTIONS_MAX));
    }

    private ServerConfig.Rates rates() {
        return new ServerConfig.Rates(
                Math.toIntExact(from.get(Settings.OP_MAX_BYTES)),
                from.get(Settings.OP_SIZE_CHECK),
                from.get(Settings.BATCH_MAX_OPS),
                rate(Settings.CLIENT_OPS_PER_SECOND, Settings.CLIENT_OPS_BURST),
                rate(Settings.CLIENT_SIGNALS_PER_SECOND, Settings.CLIENT_SIGNALS_BURST),
                rate(Settings.DOCUMENT_CONNECTS_PER_SECOND, Settings.DOCUMENT_CONNECTS_BURST),
                rate(Settings.ADDRESS_CONNECTS_PER_SECOND, Settings.ADDRESS_CONNECTS_BURST),
                rate(Settings.TENANT_REQUESTS_PER_SECOND, Settings.TENANT_REQUESTS_BURST));
    }

    private RateLimit rate(Setting<Integer> perSecond, Setting<Integer> burst) {
        return new RateLimit(from.get(perSecond), from.get(burst));
    }

    private ServerConfig.Rest rest() {
        return new ServerConfig.Rest(
                Math.toIntExact(from.get(Settings.JSON_BODY_MAX_BYTES)),
                from.get(Settings.ENVELOPE_MAX_BYTES),
                from.get(Settings.BLOB_MAX_BYTES),
                from.get(Settings.SUMMARY_MAX_BYTES),
                from.get(Settings.TREE_MAX_DEPTH),
                from.get(Settings.TREE_MAX_ENTRIES),
                from.get(Settings.JSON_MAX_DEPTH),
                from.get(Settings.DELTAS_MAX_OPS),
                from.get(Settings.REPLIES_MAX_BYTES));
    }

    private ServerConfig.Documents documents() {
        return new ServerConfig.Documents(
                from.get(Settings.CLIENTS_PER_DOCUMENT_MAX),
                from.get(Settings.CLIENT_LAG_MAX_OPS),
                from.get(Settings.QUORUM_MAX_BYTES),
                from.get(Settings.DOCUMENTS_OPEN_MAX),
                from.get(Settings.DOCUMENT_QUEUE_MAX_BYTES),
                from.get(Settings.DOCUMENT_IDLE_CLOSE_MS),
                from.get(Settings.CLIENT_TIMEOUT_MS),
                from.get(Settings.ACTIVITY_TIMEOUT_MS),
                from.get(Settings.NOOP_CONSOLIDATION_MS),
                from.get(Settings.NOOP_TIME_FREQUENCY_MS),
                from.get(Settings.NOOP_COUNT_FREQUENCY),
                from.get(Settings.CHECKPOINT_OPS),
                from.get(Settings.DELETION_RETENTION_MS));
    }

    private ServerConfig.Summarizers summarizers() {
        return new ServerConfig.Summarizers(
                from.get(Settings.SUMMARIZER_POOL),
                from.get(Settings.SUMMARIZER_POOL_SIZE),
                poolTenants(),
                from.get(Settings.SUMMARIZER_POOL_OPS),
                from.get(Settings.SUMMARIZER_POOL_IDLE_OPS),
                from.get(Settings.SUMMARIZER_POOL_DELAY_MS),
                from.get(Settings.SUMMARIZER_POOL_AGEING_MS),
                from.get(Settings.SUMMARIZER_POOL_TIMEOUT_MS),
                from.get(Settings.SUMMARIZER_DOCUMENT_MAX_BYTES),
                collection());
    }

    private Set<TenantId> poolTenants() {
        Set<TenantId> tenants = new LinkedHashSet<>();
        for (String name : from.get(Settings.SUMMARIZER_POOL_TENANTS)) {
            try {
                tenants.add(new TenantId(name));
            } catch (IllegalArgumentException badName) {
                problems.add("summarizer-pool-tenants: " + badName.getMessage());
            }
        }
        return tenants;
    }

    /** Settings of collection are read when a document is opened, which is late for an operator to hear of a mistake. */
    private Map<String, String> collection() {
        Map<String, String> values = from.get(Settings.SUMMARIZER_POOL_GC);
        try {
            GcSettings.of(values).over(GcOptions.DEFAULT);
        } catch (GcException malformed) {
            problems.add("summarizer-pool-gc: " + malformed.getMessage());
        }
        return values;
    }

    private ServerConfig.Operation operation() {
        return new ServerConfig.Operation(
                from.get(Settings.SHUTDOWN_NOTICE_MS),
                from.get(Settings.SHUTDOWN_TIMEOUT_MS),
                from.get(Settings.EVENT_LOOP_THREADS),
                from.get(Settings.WORKER_THREADS),
                from.get(Settings.LOG_FORMAT),
                from.get(Settings.LOG_LEVEL),
                from.get(Settings.METRICS));
    }
}
