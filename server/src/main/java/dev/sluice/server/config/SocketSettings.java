package dev.sluice.server.config;

import static dev.sluice.server.config.Bounds.DAY_MS;
import static dev.sluice.server.config.Bounds.GIB;
import static dev.sluice.server.config.Bounds.MANY;

import dev.sluice.server.config.Setting.Section;
import java.time.Duration;
import java.util.List;

/** Connections of the delta stream. */
final class SocketSettings {
    private static final SettingGroup GROUP = new SettingGroup(Section.SOCKETS);

    static final Setting<Duration> PING_INTERVAL_MS = GROUP.define(
            "ping-interval-ms", Kind.millis(100, DAY_MS), "25s", "How often the server pings a connection.");
    static final Setting<Duration> PING_TIMEOUT_MS = GROUP.define(
            "ping-timeout-ms",
            Kind.millis(100, DAY_MS),
            "20s",
            "How long the server waits for the answer to a ping before it closes the connection.");
    static final Setting<Duration> CONNECT_TIMEOUT_MS = GROUP.define(
            "connect-timeout-ms",
            Kind.millis(100, DAY_MS),
            "45s",
            "How long a new connection may take to send its first packet.");
    static final Setting<Long> MESSAGE_MAX_BYTES = GROUP.define(
            "message-max-bytes",
            Kind.bytes(1_024, GIB),
            "1000000",
            "Largest message a client may send on a socket; a larger one closes its connection. Signals over REST that are"
                    + " larger get 413.");
    static final Setting<Long> OUTBOUND_QUEUE_MAX_BYTES = GROUP.define(
            "outbound-queue-max-bytes",
            Kind.bytes(64 * 1_024, 16 * GIB),
            "16MiB",
            "What may wait to be sent to one connection; a receiver slower than that, or one that takes nothing"
                    + " for 30 s, is disconnected and catches up.");
    static final Setting<Integer> CONNECTIONS_MAX = GROUP.define(
            "connections-max", Kind.count(1, MANY), "20000", "Connections at one time; further ones are refused.");

    private SocketSettings() {}

    static List<Setting<?>> all() {
        return GROUP.all();
    }
}
