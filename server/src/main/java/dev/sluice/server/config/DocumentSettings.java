package dev.sluice.server.config;

import static dev.sluice.server.config.Bounds.DAY_MS;
import static dev.sluice.server.config.Bounds.MANY;
import static dev.sluice.server.config.Bounds.TIB;

import dev.sluice.server.config.Setting.Section;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How documents are opened, ordered, closed and deleted. */
final class DocumentSettings {
    private static final SettingGroup GROUP = new SettingGroup(Section.DOCUMENTS);

    static final Setting<Integer> CLIENTS_PER_DOCUMENT_MAX = GROUP.define(
            "clients-per-document-max",
            Kind.count(1, MANY),
            "1000000",
            "Clients connected to one document; further ones get 429 and come again after five minutes.");
    static final Setting<Integer> CLIENT_LAG_MAX_OPS = GROUP.define(
            "client-lag-max-ops",
            Kind.count(1, MANY),
            "100000",
            "How far back a client's messages may refer, in ops; others keep what came since. A client further back leaves, and "
                    + "comes again when its next message is nacked.");
    static final Setting<Long> QUORUM_MAX_BYTES = GROUP.define(
            "quorum-max-bytes",
            Kind.bytes(1_024, TIB),
            "1MiB",
            "What the clients of one document may have agreed on, or be about to, in its quorum; every version carries it. A "
                    + "proposal beyond is nacked with 400.");
    static final Setting<Integer> DOCUMENTS_OPEN_MAX = GROUP.define(
            "documents-open-max",
            Kind.count(1, MANY),
            "10000",
            "Documents with clients at one time; a connect to a further one gets 503 and comes again after five seconds.");
    static final Setting<Long> DOCUMENT_QUEUE_MAX_BYTES = GROUP.define(
            "document-queue-max-bytes",
            Kind.bytes(1_024, TIB),
            "32MiB",
            "Ops of one document that may wait for the disk; until they are on it, further ones are nacked with 429.");
    static final Setting<Duration> DOCUMENT_IDLE_CLOSE_MS = GROUP.define(
            "document-idle-close-ms",
            Kind.millis(0, DAY_MS),
            "60s",
            "How long a document without clients stays in memory.");
    static final Setting<Duration> CLIENT_TIMEOUT_MS = GROUP.define(
            "client-timeout-ms",
            Kind.millis(1_000, 30 * DAY_MS),
            "5m",
            "How long a writer may be silent while others write before a leave is sequenced for it.");
    static final Setting<Duration> ACTIVITY_TIMEOUT_MS = GROUP.define(
            "activity-timeout-ms",
            Kind.millis(100, DAY_MS),
            "30s",
            "How long a document with writers may be quiet before the server drives the minimum sequence number itself.");
    static final Setting<Duration> NOOP_CONSOLIDATION_MS = GROUP.define(
            "noop-consolidation-ms",
            Kind.millis(1, 60_000),
            "250",
            "How long held noops are collected before one is sequenced for all of them.");
    static final Setting<Optional<Duration>> NOOP_TIME_FREQUENCY_MS = GROUP.define(
            "noop-time-frequency-ms",
            Kind.millis(100, DAY_MS).optional(),
            "",
            "After how long of others' traffic clients are told to send a noop. Without it they use their own 2 s.");
    static final Setting<Optional<Integer>> NOOP_COUNT_FREQUENCY = GROUP.define(
            "noop-count-frequency",
            Kind.count(1, MANY).optional(),
            "",
            "After how many ops of others clients are told to send a noop. Without it they use their own 50.");
    static final Setting<Integer> CHECKPOINT_OPS = GROUP.define(
            "checkpoint-ops",
            Kind.count(1, MANY),
            "500",
            "After how many ops the state of a document is written, so that opening it replays no more than that.");
    static final Setting<Duration> DELETION_RETENTION_MS = GROUP.define(
            "deletion-retention-ms",
            Kind.millis(0, 3_650 * DAY_MS),
            "7d",
            "How long a deleted document can be brought back before it is erased.");

    private DocumentSettings() {}

    static List<Setting<?>> all() {
        return GROUP.all();
    }
}
