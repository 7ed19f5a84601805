package dev.sluice.server.config;

import static dev.sluice.server.config.Bounds.DAY_MS;
import static dev.sluice.server.config.Bounds.GIB;
import static dev.sluice.server.config.Bounds.MANY;

import dev.sluice.server.config.Setting.Section;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Which documents the server summarizes itself, and when. */
final class SummarizerSettings {
    private static final SettingGroup GROUP = new SettingGroup(Section.SUMMARIZERS);

    static final Setting<Boolean> SUMMARIZER_POOL = GROUP.define(
            "summarizer-pool",
            Kind.onOff(),
            "off",
            "Whether the server collects and summarizes documents that have unsummarized ops and no client that could.");
    static final Setting<Integer> SUMMARIZER_POOL_SIZE = GROUP.define(
            "summarizer-pool-size",
            Kind.count(1, 256),
            "2",
            "Documents that are summarized at one time. Each takes memory of several times its size meanwhile.");
    static final Setting<List<String>> SUMMARIZER_POOL_TENANTS = GROUP.define(
            "summarizer-pool-tenants",
            Kind.names(),
            "",
            "Tenants whose documents are summarized, separated by commas; all of them unless set.");
    static final Setting<Integer> SUMMARIZER_POOL_OPS = GROUP.define(
            "summarizer-pool-ops",
            Kind.count(1, MANY),
            "1000",
            "So many unsummarized ops lead to a summary while clients write that cannot summarize.");
    static final Setting<Integer> SUMMARIZER_POOL_IDLE_OPS = GROUP.define(
            "summarizer-pool-idle-ops",
            Kind.count(1, MANY),
            "10",
            "So many lead to a summary once nobody is there to write. What summarizers themselves send does not count.");
    static final Setting<Duration> SUMMARIZER_POOL_DELAY_MS = GROUP.define(
            "summarizer-pool-delay-ms",
            Kind.millis(10, DAY_MS),
            "60s",
            "How long after an op a document is looked at: time for a client to come that summarizes it.");
    static final Setting<Duration> SUMMARIZER_POOL_AGEING_MS = GROUP.define(
            "summarizer-pool-ageing-ms",
            Kind.millis(0, 365 * DAY_MS),
            "1h",
            "The least time between two summaries that a document gets for nothing but garbage in it that is due to become a"
                    + " tombstone or to be swept; 0 gives it none, so that garbage stays as old as the last op is.");
    static final Setting<Duration> SUMMARIZER_POOL_TIMEOUT_MS = GROUP.define(
            "summarizer-pool-timeout-ms",
            Kind.millis(1_000, DAY_MS),
            "5m",
            "How long one document may take before it is given up for a while; also how long an operator waits who asks for one.");
    static final Setting<Long> SUMMARIZER_DOCUMENT_MAX_BYTES = GROUP.define(
            "summarizer-document-max-bytes",
            Kind.bytes(1_024, 2 * GIB - 1),
            "64MiB",
            "Largest document that the server opens itself, attachments not counted: by the pool, and by `gc` on the operator's"
                    + " routes.");
    static final Setting<Map<String, String>> SUMMARIZER_POOL_GC = GROUP.define(
            "summarizer-pool-gc",
            Kind.assignments(),
            "",
            "Settings of garbage collection for the pool, such as `enableGCSweep=true,inactiveTimeoutMs=86400000`. Unless set,"
                    + " garbage ages and becomes tombstones, and nothing is swept.");

    private SummarizerSettings() {}

    static List<Setting<?>> all() {
        return GROUP.all();
    }
}
