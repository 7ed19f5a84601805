package dev.sluice.server.config;

import dev.sluice.server.config.Setting.Section;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every setting there is, but for the keys of tenants (see {@link TenantKey}).
 *
 * <p>A new setting is a new constant here and a use of it in {@link ServerConfig}; everything else follows.
 */
public final class Settings {
    private static final List<Setting<?>> ALL = new ArrayList<>();
    private static final int MANY = 1_000_000_000;
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final long TIB = 1L << 40;
    private static final long DAY_MS = 86_400_000L;

    static final Setting<String> HOST = define(
            "host",
            Section.LISTENING,
            Kind.text("HOST"),
            "127.0.0.1",
            "Address to listen on. `0.0.0.0` means every address of the machine.");
    static final Setting<Integer> PORT =
            define("port", Section.LISTENING, Kind.count(0, 65_535), "7070", "Port to listen on; 0 takes a free one.");
    static final Setting<Optional<URI>> PUBLIC_URL = define(
            "public-url",
            Section.LISTENING,
            Kind.url().optional(),
            "",
            "Base URL under which clients reach this server, for session discovery. Without it the request's own host"
                    + " is used.");
    static final Setting<Optional<URI>> ORDERER_URL = define(
            "orderer-url",
            Section.LISTENING,
            Kind.url().optional(),
            "",
            "What session discovery names as `ordererUrl`, if not `public-url`.");
    static final Setting<Optional<URI>> HISTORIAN_URL = define(
            "historian-url",
            Section.LISTENING,
            Kind.url().optional(),
            "",
            "What session discovery names as `historianUrl`, if not `public-url`.");
    static final Setting<Optional<URI>> DELTA_STREAM_URL = define(
            "delta-stream-url",
            Section.LISTENING,
            Kind.url().optional(),
            "",
            "What session discovery names as `deltaStreamUrl`, if not `public-url`.");
    static final Setting<Optional<Path>> TLS_CERTIFICATE_FILE = define(
            "tls-certificate-file",
            Section.LISTENING,
            Kind.path().optional(),
            "",
            "PEM file with the server's certificate and its chain. With `tls-key-file` it turns TLS on.");
    static final Setting<Optional<Path>> TLS_KEY_FILE = define(
            "tls-key-file",
            Section.LISTENING,
            Kind.path().optional(),
            "",
            "PEM file with the certificate's private key.");
    static final Setting<Optional<Path>> STATIC_FILES = define(
            "static-files",
            Section.LISTENING,
            Kind.path().optional(),
            "",
            "Folder whose files are served to anybody under `/app/`, such as the page of an application. Links in it are"
                    + " followed; files whose names begin with a dot are not served, folders are not listed.");

    static final Setting<Path> DATA =
            define("data", Section.STORAGE, Kind.path(), "data", "Folder of the store; it is made if missing.");
    static final Setting<Durability> DURABILITY = define(
            "durability",
            Section.STORAGE,
            Kind.choice(Durability.class),
            "commit",
            "What a power cut may take away. `commit`: nothing, an op is acknowledged when it is on disk."
                    + " `lose-newest-on-power-cut`: the newest group of acknowledged ops. A crash of the process alone takes"
                    + " nothing in either.");
    static final Setting<Long> MAP_INITIAL_BYTES = define(
            "map-initial-bytes",
            Section.STORAGE,
            Kind.bytes(MIB, 64 * TIB),
            "64GiB",
            "Address space of the store's memory map when it is opened, at most map-max-bytes. It takes neither disk nor memory "
                    + "until used and grows by itself.");
    static final Setting<Long> MAP_MAX_BYTES = define(
            "map-max-bytes",
            Section.STORAGE,
            Kind.bytes(MIB, 64 * TIB),
            "1TiB",
            "Size beyond which the memory map does not grow; a full store refuses writes and keeps serving reads.");
    static final Setting<Long> LARGE_BLOB_THRESHOLD_BYTES = define(
            "large-blob-threshold-bytes",
            Section.STORAGE,
            Kind.bytes(4096, GIB),
            "1MiB",
            "Blobs larger than this are kept in files of their own beside the map.");
    static final Setting<Long> PREALLOCATE_BYTES = define(
            "preallocate-bytes",
            Section.STORAGE,
            Kind.bytes(0, TIB),
            "8MiB",
            "How far ahead of use the store's file is filled, since writing inside a file is cheaper to make durable than"
                    + " making it longer; 0 for not at all.");
    static final Setting<Long> COMMIT_MAX_BYTES = define(
            "commit-max-bytes",
            Section.STORAGE,
            Kind.bytes(4096, 2 * GIB - 1),
            "16MiB",
            "About how much goes into one group commit at most.");
    static final Setting<Long> COMMIT_QUEUE_MAX_BYTES = define(
            "commit-queue-max-bytes",
            Section.STORAGE,
            Kind.bytes(MIB, TIB),
            "256MiB",
            "How much may wait to be committed; beyond it, writes are refused as overload and can be tried again.");
    static final Setting<Path> BACKUP_DIR = define(
            "backup-dir",
            Section.STORAGE,
            Kind.path(),
            "backups",
            "Folder under which a running server writes the backups it is asked for, and from which it restores.");

    static final Setting<DeveloperTenants> DEVELOPER_TENANTS = define(
            "developer-tenants",
            Section.SECURITY,
            Kind.choice(DeveloperTenants.class),
            "auto",
            "Whether the tenants `tinylicious` and `local` exist without keys: their tokens' signatures are not checked,"
                    + " so anybody may do anything to their documents. `auto`: only when `host` is a loopback address.");
    static final Setting<Duration> TOKEN_LIFETIME_MAX_MS = define(
            "token-lifetime-max-ms",
            Section.SECURITY,
            Kind.millis(1_000, 365 * DAY_MS),
            "1h",
            "Longest lifetime of a token of a tenant that enforces expiry.");
    static final Setting<Integer> TOKEN_CACHE_ENTRIES = define(
            "token-cache-entries",
            Section.SECURITY,
            Kind.count(0, 10_000_000),
            "10000",
            "Verified tokens that are remembered until they expire, to spare verifying them at every request.");
    static final Setting<Optional<Path>> ADMIN_TOKEN_FILE = define(
            "admin-token-file",
            Section.SECURITY,
            Kind.path().optional(),
            "",
            "File with the token that opens `/admin/v1`. Without an admin token only loopback callers get in.");
    static final Setting<Optional<String>> ADMIN_TOKEN_ENV = define(
            "admin-token-env",
            Section.SECURITY,
            Kind.environmentName().optional(),
            "",
            "Environment variable with the token that opens `/admin/v1`.");

    static final Setting<Duration> PING_INTERVAL_MS = define(
            "ping-interval-ms",
            Section.SOCKETS,
            Kind.millis(100, DAY_MS),
            "25s",
            "How often the server pings a connection.");
    static final Setting<Duration> PING_TIMEOUT_MS = define(
            "ping-timeout-ms",
            Section.SOCKETS,
            Kind.millis(100, DAY_MS),
            "20s",
            "How long the server waits for the answer to a ping before it closes the connection.");
    static final Setting<Duration> CONNECT_TIMEOUT_MS = define(
            "connect-timeout-ms",
            Section.SOCKETS,
            Kind.millis(100, DAY_MS),
            "45s",
            "How long a new connection may take to send its first packet.");
    static final Setting<Long> MESSAGE_MAX_BYTES = define(
            "message-max-bytes",
            Section.SOCKETS,
            Kind.bytes(1_024, GIB),
            "1000000",
            "Largest message a client may send on a socket; a larger one closes its connection. Signals over REST that are"
                    + " larger get 413.");
    static final Setting<Long> OUTBOUND_QUEUE_MAX_BYTES = define(
            "outbound-queue-max-bytes",
            Section.SOCKETS,
            Kind.bytes(64 * 1_024, 16 * GIB),
            "16MiB",
            "What may wait to be sent to one connection; a receiver slower than that, or one that takes nothing"
                    + " for 30 s, is disconnected and catches up.");
    static final Setting<Integer> CONNECTIONS_MAX = define(
            "connections-max",
            Section.SOCKETS,
            Kind.count(1, MANY),
            "20000",
            "Connections at one time; further ones are refused.");

    static final Setting<Long> OP_MAX_BYTES = define(
            "op-max-bytes",
            Section.RATES,
            Kind.bytes(1_024, GIB),
            "1000000",
            "Largest contents and metadata of one op together; a larger op is nacked with 413.");
    static final Setting<Boolean> OP_SIZE_CHECK = define(
            "op-size-check",
            Section.RATES,
            Kind.onOff(),
            "off",
            "Whether ops over the advertised 16384 bytes are nacked with 413. Clients since 2.0 ignore that number.");
    static final Setting<Integer> BATCH_MAX_OPS = define(
            "batch-max-ops",
            Section.RATES,
            Kind.count(1, MANY),
            "10000",
            "Ops in one submission; a longer one is nacked with 413.");
    static final Setting<Integer> CLIENT_OPS_PER_SECOND = define(
            "client-ops-per-second",
            Section.RATES,
            Kind.count(0, MANY),
            "5000",
            "Ops a client may send per second in the long run; more are nacked with 429. 0 means no limit.");
    static final Setting<Integer> CLIENT_OPS_BURST = define(
            "client-ops-burst",
            Section.RATES,
            Kind.count(1, MANY),
            "20000",
            "Ops a client may send at once after a pause.");
    static final Setting<Integer> CLIENT_SIGNALS_PER_SECOND = define(
            "client-signals-per-second",
            Section.RATES,
            Kind.count(0, MANY),
            "500",
            "Signals a client may send per second in the long run; more are nacked with 429. 0 means no limit.");
    static final Setting<Integer> CLIENT_SIGNALS_BURST = define(
            "client-signals-burst",
            Section.RATES,
            Kind.count(1, MANY),
            "2000",
            "Signals a client may send at once after a pause.");
    static final Setting<Integer> DOCUMENT_CONNECTS_PER_SECOND = define(
            "document-connects-per-second",
            Section.RATES,
            Kind.count(0, MANY),
            "200",
            "Clients that may connect to one document per second in the long run; more get 429. 0 means no limit.");
    static final Setting<Integer> DOCUMENT_CONNECTS_BURST = define(
            "document-connects-burst",
            Section.RATES,
            Kind.count(1, MANY),
            "2000",
            "Clients that may connect to one document at once after a pause.");
    static final Setting<Integer> ADDRESS_CONNECTS_PER_SECOND = define(
            "address-connects-per-second",
            Section.RATES,
            Kind.count(0, MANY),
            "0",
            "Connects from one address per second in the long run; more get 429. 0 means no limit, which is right behind"
                    + " a proxy.");
    static final Setting<Integer> ADDRESS_CONNECTS_BURST = define(
            "address-connects-burst",
            Section.RATES,
            Kind.count(1, MANY),
            "1000",
            "Connects from one address at once after a pause.");

    static final Setting<Integer> TENANT_REQUESTS_PER_SECOND = define(
            "tenant-requests-per-second",
            Section.RATES,
            Kind.count(0, MANY),
            "0",
            "REST requests for one tenant per second in the long run; more get 429. 0 means no limit.");
    static final Setting<Integer> TENANT_REQUESTS_BURST = define(
            "tenant-requests-burst",
            Section.RATES,
            Kind.count(1, MANY),
            "10000",
            "REST requests for one tenant at once after a pause.");

    static final Setting<Long> JSON_BODY_MAX_BYTES = define(
            "json-body-max-bytes",
            Section.REST,
            Kind.bytes(1_024, 2 * GIB - 1),
            "50MiB",
            "Largest JSON body of a request, but for blob uploads; a larger one gets 413. It is held in memory, so a 24th of"
                    + " the heap is the most in any case; and 1 MiB where it holds no tree.");
    static final Setting<Long> ENVELOPE_MAX_BYTES = define(
            "envelope-max-bytes",
            Section.REST,
            Kind.bytes(1_024, TIB),
            "1GiB",
            "Largest form-encoded envelope around a request, but for blob uploads; a larger one gets 413.");
    static final Setting<Long> BLOB_MAX_BYTES = define(
            "blob-max-bytes",
            Section.REST,
            Kind.bytes(1_024, TIB),
            "4GiB",
            "Largest blob, in bytes as stored; a larger one gets 413. Uploads are spooled, never held in memory.");
    static final Setting<Long> SUMMARY_MAX_BYTES = define(
            "summary-max-bytes",
            Section.REST,
            Kind.bytes(1_024, TIB),
            "1GiB",
            "Largest body of a summary upload or of a new document, and largest total size of its blobs; a larger one gets"
                    + " 413. It is held in memory, so a 24th of the heap is the most in any case: 170 MiB of 4 GiB.");
    static final Setting<Integer> TREE_MAX_DEPTH = define(
            "tree-max-depth",
            Section.REST,
            Kind.count(4, 1_000),
            "100",
            "Deepest summary tree; a deeper one gets 400, or is nacked if it was uploaded tree by tree.");
    static final Setting<Integer> TREE_MAX_ENTRIES = define(
            "tree-max-entries",
            Section.REST,
            Kind.count(16, 100_000_000),
            "1000000",
            "Entries of one tree, and of one whole summary; more get 400, or a nack if they were uploaded tree by tree.");
    static final Setting<Integer> JSON_MAX_DEPTH = define(
            "json-max-depth",
            Section.REST,
            Kind.count(16, 10_000),
            "500",
            "Deepest nesting of JSON that is parsed; deeper gets 400, or closes the socket. Sockets take 200 at most.");
    static final Setting<Integer> DELTAS_MAX_OPS = define(
            "deltas-max-ops",
            Section.REST,
            Kind.count(2_000, 100_000),
            "2000",
            "Ops in one answer of the delta storage. Clients ask for 2000 at a time, and take fewer for the end of the log.");
    static final Setting<Optional<Long>> REPLIES_MAX_BYTES = define(
            "replies-max-bytes",
            Section.REST,
            Kind.bytes(64 * 1_024, TIB).optional(),
            "",
            "What answers of over 64 KiB may hold in memory together while clients read them; a request for a further one gets"
                    + " 429. An eighth of the heap unless set. Who reads nothing for a minute loses the connection.");

    static final Setting<Integer> CLIENTS_PER_DOCUMENT_MAX = define(
            "clients-per-document-max",
            Section.DOCUMENTS,
            Kind.count(1, MANY),
            "1000000",
            "Clients connected to one document; further ones get 429 and come again after five minutes.");
    static final Setting<Integer> CLIENT_LAG_MAX_OPS = define(
            "client-lag-max-ops",
            Section.DOCUMENTS,
            Kind.count(1, MANY),
            "100000",
            "How far back a client's messages may refer, in ops; others keep what came since. A client further back leaves, and "
                    + "comes again when its next message is nacked.");
    static final Setting<Long> QUORUM_MAX_BYTES = define(
            "quorum-max-bytes",
            Section.DOCUMENTS,
            Kind.bytes(1_024, TIB),
            "1MiB",
            "What the clients of one document may have agreed on, or be about to, in its quorum; every version carries it. A "
                    + "proposal beyond is nacked with 400.");
    static final Setting<Integer> DOCUMENTS_OPEN_MAX = define(
            "documents-open-max",
            Section.DOCUMENTS,
            Kind.count(1, MANY),
            "10000",
            "Documents with clients at one time; a connect to a further one gets 503 and comes again after five seconds.");
    static final Setting<Long> DOCUMENT_QUEUE_MAX_BYTES = define(
            "document-queue-max-bytes",
            Section.DOCUMENTS,
            Kind.bytes(1_024, TIB),
            "32MiB",
            "Ops of one document that may wait for the disk; until they are on it, further ones are nacked with 429.");
    static final Setting<Duration> DOCUMENT_IDLE_CLOSE_MS = define(
            "document-idle-close-ms",
            Section.DOCUMENTS,
            Kind.millis(0, DAY_MS),
            "60s",
            "How long a document without clients stays in memory.");
    static final Setting<Duration> CLIENT_TIMEOUT_MS = define(
            "client-timeout-ms",
            Section.DOCUMENTS,
            Kind.millis(1_000, 30 * DAY_MS),
            "5m",
            "How long a writer may be silent while others write before a leave is sequenced for it.");
    static final Setting<Duration> ACTIVITY_TIMEOUT_MS = define(
            "activity-timeout-ms",
            Section.DOCUMENTS,
            Kind.millis(100, DAY_MS),
            "30s",
            "How long a document with writers may be quiet before the server drives the minimum sequence number itself.");
    static final Setting<Duration> NOOP_CONSOLIDATION_MS = define(
            "noop-consolidation-ms",
            Section.DOCUMENTS,
            Kind.millis(1, 60_000),
            "250",
            "How long held noops are collected before one is sequenced for all of them.");
    static final Setting<Optional<Duration>> NOOP_TIME_FREQUENCY_MS = define(
            "noop-time-frequency-ms",
            Section.DOCUMENTS,
            Kind.millis(100, DAY_MS).optional(),
            "",
            "After how long of others' traffic clients are told to send a noop. Without it they use their own 2 s.");
    static final Setting<Optional<Integer>> NOOP_COUNT_FREQUENCY = define(
            "noop-count-frequency",
            Section.DOCUMENTS,
            Kind.count(1, MANY).optional(),
            "",
            "After how many ops of others clients are told to send a noop. Without it they use their own 50.");
    static final Setting<Integer> CHECKPOINT_OPS = define(
            "checkpoint-ops",
            Section.DOCUMENTS,
            Kind.count(1, MANY),
            "500",
            "After how many ops the state of a document is written, so that opening it replays no more than that.");
    static final Setting<Duration> DELETION_RETENTION_MS = define(
            "deletion-retention-ms",
            Section.DOCUMENTS,
            Kind.millis(0, 3_650 * DAY_MS),
            "7d",
            "How long a deleted document can be brought back before it is erased.");

    static final Setting<Boolean> SUMMARIZER_POOL = define(
            "summarizer-pool",
            Section.SUMMARIZERS,
            Kind.onOff(),
            "off",
            "Whether the server collects and summarizes documents that have unsummarized ops and no client that could.");
    static final Setting<Integer> SUMMARIZER_POOL_SIZE = define(
            "summarizer-pool-size",
            Section.SUMMARIZERS,
            Kind.count(1, 256),
            "2",
            "Documents that are summarized at one time. Each takes memory of several times its size meanwhile.");
    static final Setting<List<String>> SUMMARIZER_POOL_TENANTS = define(
            "summarizer-pool-tenants",
            Section.SUMMARIZERS,
            Kind.names(),
            "",
            "Tenants whose documents are summarized, separated by commas; all of them unless set.");
    static final Setting<Integer> SUMMARIZER_POOL_OPS = define(
            "summarizer-pool-ops",
            Section.SUMMARIZERS,
            Kind.count(1, MANY),
            "1000",
            "So many unsummarized ops lead to a summary while clients write that cannot summarize.");
    static final Setting<Integer> SUMMARIZER_POOL_IDLE_OPS = define(
            "summarizer-pool-idle-ops",
            Section.SUMMARIZERS,
            Kind.count(1, MANY),
            "10",
            "So many lead to a summary once nobody is there to write. What summarizers themselves send does not count.");
    static final Setting<Duration> SUMMARIZER_POOL_DELAY_MS = define(
            "summarizer-pool-delay-ms",
            Section.SUMMARIZERS,
            Kind.millis(10, DAY_MS),
            "60s",
            "How long after an op a document is looked at: time for a client to come that summarizes it.");
    static final Setting<Duration> SUMMARIZER_POOL_AGEING_MS = define(
            "summarizer-pool-ageing-ms",
            Section.SUMMARIZERS,
            Kind.millis(0, 365 * DAY_MS),
            "1h",
            "The least time between two summaries that a document gets for nothing but garbage in it that is due to become a"
                    + " tombstone or to be swept; 0 gives it none, so that garbage stays as old as the last op is.");
    static final Setting<Duration> SUMMARIZER_POOL_TIMEOUT_MS = define(
            "summarizer-pool-timeout-ms",
            Section.SUMMARIZERS,
            Kind.millis(1_000, DAY_MS),
            "5m",
            "How long one document may take before it is given up for a while; also how long an operator waits who asks for one.");
    static final Setting<Long> SUMMARIZER_DOCUMENT_MAX_BYTES = define(
            "summarizer-document-max-bytes",
            Section.SUMMARIZERS,
            Kind.bytes(1_024, 2 * GIB - 1),
            "64MiB",
            "Largest document that the server opens itself, attachments not counted: by the pool, and by `gc` on the operator's"
                    + " routes.");
    static final Setting<Map<String, String>> SUMMARIZER_POOL_GC = define(
            "summarizer-pool-gc",
            Section.SUMMARIZERS,
            Kind.assignments(),
            "",
            "Settings of garbage collection for the pool, such as `enableGCSweep=true,inactiveTimeoutMs=86400000`. Unless set,"
                    + " garbage ages and becomes tombstones, and nothing is swept.");

    static final Setting<Duration> SHUTDOWN_NOTICE_MS = define(
            "shutdown-notice-ms",
            Section.PROCESS,
            Kind.millis(0, 600_000),
            "0",
            "How long the server, told to stop, goes on serving after readiness turned false, so that balancers notice.");
    static final Setting<Duration> SHUTDOWN_TIMEOUT_MS = define(
            "shutdown-timeout-ms",
            Section.PROCESS,
            Kind.millis(100, 3_600_000),
            "10s",
            "How long draining, flushing and closing may take after that before the process ends regardless.");
    static final Setting<Integer> EVENT_LOOP_THREADS = define(
            "event-loop-threads",
            Section.PROCESS,
            Kind.count(0, 1_024),
            "0",
            "Threads that serve sockets; 0 takes one per processor.");
    static final Setting<Integer> WORKER_THREADS =
            define("worker-threads", Section.PROCESS, Kind.count(1, 1_024), "16", "Threads that do blocking work.");
    static final Setting<LogFormat> LOG_FORMAT = define(
            "log-format",
            Section.PROCESS,
            Kind.choice(LogFormat.class),
            "text",
            "Form of the log on standard error: `text` for people, `json` one object a line.");
    static final Setting<LogLevel> LOG_LEVEL = define(
            "log-level",
            Section.PROCESS,
            Kind.choice(LogLevel.class),
            "info",
            "Least severe messages that are logged.");
    static final Setting<Boolean> METRICS =
            define("metrics", Section.PROCESS, Kind.onOff(), "on", "Whether `/metrics` answers.");

    private static final Map<String, Setting<?>> BY_KEY =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Setting::key, Function.identity()));

    private Settings() {}

    /** Returns every setting in the order of the reference. */
    public static List<Setting<?>> all() {
        return List.copyOf(ALL);
    }

    /** Returns the setting with the given key. */
    public static Optional<Setting<?>> find(String key) {
        return Optional.ofNullable(BY_KEY.get(key));
    }

    private static <T> Setting<T> define(String key, Section section, Kind<T> kind, String defaultText, String doc) {
        Setting<T> setting = new Setting<>(key, section, kind, defaultText, doc);
        ALL.add(setting);
        return setting;
    }
}
