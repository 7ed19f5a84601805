package dev.sluice.server.transport.rest;

import dev.sluice.server.config.ServerConfig;
import java.time.Duration;

/**
 * How the routes are set up. Immutable.
 *
 * @param limits what a request may cost
 * @param urls where clients are sent by discovery
 * @param deletionRetention how long a deleted document can be brought back before it may be erased
 */
public record RestSettings(RestLimits limits, ServiceUrls urls, Duration deletionRetention) {
    /** What a server that was told nothing uses. */
    public static final RestSettings DEFAULTS =
            new RestSettings(RestLimits.DEFAULTS, ServiceUrls.FROM_REQUEST, Duration.ofDays(30));

    /** Returns the settings of a configuration, for a process with so much memory. */
    public static RestSettings of(ServerConfig config, long heapMaxBytes) {
        return new RestSettings(
                RestLimits.of(config.rest(), config.sockets(), heapMaxBytes),
                ServiceUrls.of(config.listening()),
                config.documents().deletionRetention());
    }
}
