package dev.sluice.server.config;

import dev.sluice.server.config.Setting.Section;
import java.time.Duration;
import java.util.List;

/** Threads, shutdown, logs and metrics of the process. */
final class ProcessSettings {
    private static final SettingGroup GROUP = new SettingGroup(Section.PROCESS);

    static final Setting<Duration> SHUTDOWN_NOTICE_MS = GROUP.define(
            "shutdown-notice-ms",
            Kind.millis(0, 600_000),
            "0",
            "How long the server, told to stop, goes on serving after readiness turned false, so that balancers notice.");
    static final Setting<Duration> SHUTDOWN_TIMEOUT_MS = GROUP.define(
            "shutdown-timeout-ms",
            Kind.millis(100, 3_600_000),
            "10s",
            "How long draining, flushing and closing may take after that before the process ends regardless.");
    static final Setting<Integer> EVENT_LOOP_THREADS = GROUP.define(
            "event-loop-threads", Kind.count(0, 1_024), "0", "Threads that serve sockets; 0 takes one per processor.");
    static final Setting<Integer> WORKER_THREADS =
            GROUP.define("worker-threads", Kind.count(1, 1_024), "16", "Threads that do blocking work.");
    static final Setting<LogFormat> LOG_FORMAT = GROUP.define(
            "log-format",
            Kind.choice(LogFormat.class),
            "text",
            "Form of the log on standard error: `text` for people, `json` one object a line.");
    static final Setting<LogLevel> LOG_LEVEL =
            GROUP.define("log-level", Kind.choice(LogLevel.class), "info", "Least severe messages that are logged.");
    static final Setting<Boolean> METRICS = GROUP.define("metrics", Kind.onOff(), "on", "Whether `/metrics` answers.");

    private ProcessSettings() {}

    static List<Setting<?>> all() {
        return GROUP.all();
    }
}
