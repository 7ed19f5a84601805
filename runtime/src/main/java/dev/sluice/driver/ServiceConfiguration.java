package dev.sluice.driver;

import java.time.Duration;

/**
 * How a service wants to be used. Immutable.
 *
 * @param maxMessageSize advertised size of a message in bytes; clients that split batches need not keep to it
 * @param blockSize advertised size of storage blocks in bytes
 * @param noopTime how long a client may hear ops without telling its reference sequence number
 * @param noopCount how many ops a client may hear without telling it
 * @since 0.1
 */
public record ServiceConfiguration(int maxMessageSize, int blockSize, Duration noopTime, int noopCount) {
    /** What clients assume if nothing is said. */
    public static final ServiceConfiguration DEFAULTS =
            new ServiceConfiguration(16_384, 64_436, Duration.ofSeconds(2), 50);
}
