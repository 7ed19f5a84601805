package dev.sluice.server.config;

import dev.sluice.protocol.TenantId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The configuration a server runs with: typed, checked, secrets fetched.
 *
 * <p>Each member is documented at its setting in {@link Settings}. Printing it shows no secret. Immutable.
 *
 * @param listening where clients find the server
 * @param storage where data is kept
 * @param security who may do what
 * @param sockets limits of connections
 * @param rates limits of ops, signals and connects
 * @param rest limits of requests
 * @param documents the life of documents and clients
 * @param summarizers what the server summarizes itself
 * @param operation how the process runs and ends
 */
public record ServerConfig(
        Listening listening,
        Storage storage,
        Security security,
        Sockets sockets,
        Rates rates,
        Rest rest,
        Documents documents,
        Summarizers summarizers,
        Operation operation) {

    /** Where the server listens and what it calls itself. */
    public record Listening(
            String host,
            int port,
            Optional<URI> publicUrl,
            Optional<URI> ordererUrl,
            Optional<URI> historianUrl,
            Optional<URI> deltaStreamUrl,
            Optional<Tls> tls,
            Optional<Path> staticFiles) {
        /** Tells whether only this machine can reach the server. */
        public boolean isLoopback() {
            return Loopback.isLoopback(host);
        }
    }

    /** The files that turn TLS on. */
    public record Tls(Path certificateFile, Path keyFile) {}

    /** Where and how data is kept. */
    public record Storage(
            Path data,
            Durability durability,
            long mapInitialBytes,
            long mapMaxBytes,
            int largeBlobThresholdBytes,
            long preallocateBytes,
            long commitMaxBytes,
            long commitQueueMaxBytes,
            Path backupDir) {}

    /**
     * Who may do what.
     *
     * @param developerTenantsEnabled what the setting came to, given where the server listens
     */
    public record Security(
            boolean developerTenantsEnabled,
            Duration tokenLifetimeMax,
            int tokenCacheEntries,
            Optional<Secret> adminToken,
            List<TenantConfig> tenants) {
        /** Creates the section. */
        public Security {
            tenants = List.copyOf(tenants);
        }
    }

    /** Limits of connections. */
    public record Sockets(
            Duration pingInterval,
            Duration pingTimeout,
            Duration connectTimeout,
            int messageMaxBytes,
            long outboundQueueMaxBytes,
            int connectionsMax) {}

    /** Limits of ops, signals and connects. */
    public record Rates(
            int opMaxBytes,
            boolean opSizeCheck,
            int batchMaxOps,
            RateLimit clientOps,
            RateLimit clientSignals,
            RateLimit documentConnects,
            RateLimit addressConnects,
            RateLimit tenantRequests) {}

    /** Limits of requests. */
    public record Rest(
            int jsonBodyMaxBytes,
            long envelopeMaxBytes,
            long blobMaxBytes,
            long summaryMaxBytes,
            int treeMaxDepth,
            int treeMaxEntries,
            int jsonMaxDepth,
            int deltasMaxOps,
            Optional<Long> repliesMaxBytes) {}

    /** The life of documents and their clients. */
    public record Documents(
            int clientsPerDocumentMax,
            int clientLagMaxOps,
            long quorumMaxBytes,
            int openMax,
            long queueMaxBytes,
            Duration idleClose,
            Duration clientTimeout,
            Duration activityTimeout,
            Duration noopConsolidation,
            Optional<Duration> noopTimeFrequency,
            Optional<Integer> noopCountFrequency,
            int checkpointOps,
            Duration deletionRetention) {}

    /**
     * What the server summarizes itself.
     *
     * @param poolEnabled whether it does so unasked
     * @param ageing the least time between two summaries for the sake of garbage alone; zero for none
     * @param collection settings of garbage collection, by their names
     */
    public record Summarizers(
            boolean poolEnabled,
            int poolSize,
            Set<TenantId> tenants,
            int ops,
            int idleOps,
            Duration delay,
            Duration ageing,
            Duration timeout,
            long documentMaxBytes,
            Map<String, String> collection) {
        /** Copies the collections. */
        public Summarizers {
            tenants = Set.copyOf(tenants);
            collection = Map.copyOf(collection);
        }
    }

    /** The process itself. */
    public record Operation(
            Duration shutdownNotice,
            Duration shutdownTimeout,
            int eventLoopThreads,
            int workerThreads,
            LogFormat logFormat,
            LogLevel logLevel,
            boolean metrics) {}

    /** Returns the configuration of a server that was told nothing. */
    public static ServerConfig defaults() {
        return of(Map.of());
    }

    /**
     * Returns the defaults but for the settings given by key, as flags would give them; the environment is not read.
     *
     * @throws ConfigException if a key is unknown or a value malformed
     */
    public static ServerConfig of(Map<String, String> settings) {
        return of(settings, Map.of());
    }

    /** Like {@link #of(Map)}, with an environment from which secrets may be taken. */
    public static ServerConfig of(Map<String, String> settings, Map<String, String> environment) {
        return from(ConfigLoader.load(Optional.empty(), environment, settings), environment);
    }

    /**
     * Checks settings against each other and fetches secrets.
     *
     * @throws ConfigException if they do not fit together or a secret cannot be had
     */
    public static ServerConfig from(EffectiveConfig effective, Map<String, String> environment) {
        return new ServerConfigBuilder(effective, environment).build();
    }
}
