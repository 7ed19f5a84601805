package dev.sluice.server.golden;

import java.time.Duration;

/** The waits of a server that can be seen from outside. Immutable. */
record ServerTimes(
        Duration pingInterval,
        Duration pingTimeout,
        Duration clientTimeout,
        Duration activityTimeout,
        Duration noopConsolidation) {

    /** The waits that the recordings show. */
    static final ServerTimes REFERENCE = new ServerTimes(
            Duration.ofSeconds(25),
            Duration.ofSeconds(20),
            Duration.ofMinutes(5),
            Duration.ofSeconds(30),
            Duration.ofMillis(250));

    /** All waits that many times shorter. */
    ServerTimes faster(int factor) {
        return new ServerTimes(
                pingInterval.dividedBy(factor),
                pingTimeout.dividedBy(factor),
                clientTimeout.dividedBy(factor),
                activityTimeout.dividedBy(factor),
                noopConsolidation.dividedBy(factor));
    }

    /** How many times faster than the reference. */
    double speed() {
        return (double) REFERENCE.pingInterval.toNanos() / pingInterval.toNanos();
    }
}
