package dev.sluice.server.bench;

import java.time.Duration;

/** How long a load runs before it is measured, and how long while it is. */
record Pace(Duration warmUp, Duration measured) {
    /** Begins to repeat something at this pace. */
    Turns turns() {
        return new Turns(this);
    }
}
