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
                from.get(ListeningSettings.HOST),
                from.get(ListeningSettings.PORT),
                from.get(ListeningSettings.PUBLIC_URL),
                from.get(ListeningSettings.ORDERER_URL),
                from.get(ListeningSettings.HISTORIAN_URL),
                from.get(ListeningSettings.DELTA_STREAM_URL),
                tls(),
                staticFiles());
    }

    private Optional<Path> staticFiles() {
        Optional<Path> folder = from.get(ListeningSettings.STATIC_FILES);
        folder.filter(Predicate.not(Files::isDirectory))
                .ifPresent(missing -> problems.add("static-files is " + missing + ", which is no folder"));
        return folder;
    }

    private Optional<ServerConfig.Tls> tls() {
        Optional<Path> certificate = from.get(ListeningSettings.TLS_CERTIFICATE_FILE);
        Optional<Path> key = from.get(ListeningSettings.TLS_KEY_FILE);
        if (certificate.isPresent() != key.isPresent()) {
            problems.add("tls-certificate-file and tls-key-file: expected both or neither");
        }
        return certificate.flatMap(chain -> key.map(file -> new ServerConfig.Tls(chain, file)));
    }

    private ServerConfig.Storage storage() {
        long max = from.get(StorageSettings.MAP_MAX_BYTES);
        return new ServerConfig.Storage(
                from.get(StorageSettings.DATA),
                from.get(StorageSettings.DURABILITY),
                Math.min(from.get(StorageSettings.MAP_INITIAL_BYTES), max),
                max,
                Math.toIntExact(from.get(StorageSettings.LARGE_BLOB_THRESHOLD_BYTES)),
                from.get(StorageSettings.PREALLOCATE_BYTES),
                from.get(StorageSettings.COMMIT_MAX_BYTES),
                from.get(StorageSettings.COMMIT_QUEUE_MAX_BYTES),
                from.get(StorageSettings.BACKUP_DIR));
    }

    private ServerConfig.Security security() {
        boolean developer = switch (from.get(SecuritySettings.DEVELOPER_TENANTS)) {
            case AUTO -> Loopback.isLoopback(from.get(ListeningSettings.HOST));
            case ON -> true;
            case OFF -> false;
        };
        return new ServerConfig.Security(
                developer,
                from.get(SecuritySettings.TOKEN_LIFETIME_MAX_MS),
                from.get(SecuritySettings.TOKEN_CACHE_ENTRIES),
                secrets.read(
                        "admin-token",
                        from.get(SecuritySettings.ADMIN_TOKEN_FILE),
                        from.get(SecuritySettings.ADMIN_TOKEN_ENV)),
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
                from.get(SocketSettings.PING_INTERVAL_MS),
                from.get(SocketSettings.PING_TIMEOUT_MS),
                from.get(SocketSettings.CONNECT_TIMEOUT_MS),
                Math.toIntExact(from.get(SocketSettings.MESSAGE_MAX_BYTES)),
                from.get(SocketSettings.OUTBOUND_QUEUE_MAX_BYTES),
                from.get(SocketSettings.CONNECTIONS_MAX));
    }

    private ServerConfig.Rates rates() {
        return new ServerConfig.Rates(
                Math.toIntExact(from.get(RateSettings.OP_MAX_BYTES)),
                from.get(RateSettings.OP_SIZE_CHECK),
                from.get(RateSettings.BATCH_MAX_OPS),
                rate(RateSettings.CLIENT_OPS_PER_SECOND, RateSettings.CLIENT_OPS_BURST),
                rate(RateSettings.CLIENT_SIGNALS_PER_SECOND, RateSettings.CLIENT_SIGNALS_BURST),
                rate(RateSettings.DOCUMENT_CONNECTS_PER_SECOND, RateSettings.DOCUMENT_CONNECTS_BURST),
                rate(RateSettings.ADDRESS_CONNECTS_PER_SECOND, RateSettings.ADDRESS_CONNECTS_BURST),
                rate(RateSettings.TENANT_REQUESTS_PER_SECOND, RateSettings.TENANT_REQUESTS_BURST));
    }

    private RateLimit rate(Setting<Integer> perSecond, Setting<Integer> burst) {
        return new RateLimit(from.get(perSecond), from.get(burst));
    }

    private ServerConfig.Rest rest() {
        return new ServerConfig.Rest(
                Math.toIntExact(from.get(RequestSettings.JSON_BODY_MAX_BYTES)),
                from.get(RequestSettings.ENVELOPE_MAX_BYTES),
                from.get(RequestSettings.BLOB_MAX_BYTES),
                from.get(RequestSettings.SUMMARY_MAX_BYTES),
                from.get(RequestSettings.TREE_MAX_DEPTH),
                from.get(RequestSettings.TREE_MAX_ENTRIES),
                from.get(RequestSettings.JSON_MAX_DEPTH),
                from.get(RequestSettings.DELTAS_MAX_OPS),
                from.get(RequestSettings.REPLIES_MAX_BYTES));
    }

    private ServerConfig.Documents documents() {
        return new ServerConfig.Documents(
                from.get(DocumentSettings.CLIENTS_PER_DOCUMENT_MAX),
                from.get(DocumentSettings.CLIENT_LAG_MAX_OPS),
                from.get(DocumentSettings.QUORUM_MAX_BYTES),
                from.get(DocumentSettings.DOCUMENTS_OPEN_MAX),
                from.get(DocumentSettings.DOCUMENT_QUEUE_MAX_BYTES),
                from.get(DocumentSettings.DOCUMENT_IDLE_CLOSE_MS),
                from.get(DocumentSettings.CLIENT_TIMEOUT_MS),
                from.get(DocumentSettings.ACTIVITY_TIMEOUT_MS),
                from.get(DocumentSettings.NOOP_CONSOLIDATION_MS),
                from.get(DocumentSettings.NOOP_TIME_FREQUENCY_MS),
                from.get(DocumentSettings.NOOP_COUNT_FREQUENCY),
                from.get(DocumentSettings.CHECKPOINT_OPS),
                from.get(DocumentSettings.DELETION_RETENTION_MS));
    }

    private ServerConfig.Summarizers summarizers() {
        return new ServerConfig.Summarizers(
                from.get(SummarizerSettings.SUMMARIZER_POOL),
                from.get(SummarizerSettings.SUMMARIZER_POOL_SIZE),
                poolTenants(),
                from.get(SummarizerSettings.SUMMARIZER_POOL_OPS),
                from.get(SummarizerSettings.SUMMARIZER_POOL_IDLE_OPS),
                from.get(SummarizerSettings.SUMMARIZER_POOL_DELAY_MS),
                from.get(SummarizerSettings.SUMMARIZER_POOL_AGEING_MS),
                from.get(SummarizerSettings.SUMMARIZER_POOL_TIMEOUT_MS),
                from.get(SummarizerSettings.SUMMARIZER_DOCUMENT_MAX_BYTES),
                collection());
    }

    private Set<TenantId> poolTenants() {
        Set<TenantId> tenants = new LinkedHashSet<>();
        for (String name : from.get(SummarizerSettings.SUMMARIZER_POOL_TENANTS)) {
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
        Map<String, String> values = from.get(SummarizerSettings.SUMMARIZER_POOL_GC);
        try {
            GcSettings.of(values).over(GcOptions.DEFAULT);
        } catch (GcException malformed) {
            problems.add("summarizer-pool-gc: " + malformed.getMessage());
        }
        return values;
    }

    private ServerConfig.Operation operation() {
        return new ServerConfig.Operation(
                from.get(ProcessSettings.SHUTDOWN_NOTICE_MS),
                from.get(ProcessSettings.SHUTDOWN_TIMEOUT_MS),
                from.get(ProcessSettings.EVENT_LOOP_THREADS),
                from.get(ProcessSettings.WORKER_THREADS),
                from.get(ProcessSettings.LOG_FORMAT),
                from.get(ProcessSettings.LOG_LEVEL),
                from.get(ProcessSettings.METRICS));
    }
}
