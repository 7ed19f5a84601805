package dev.sluice.server.metrics;

import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;

/** Counts and times the requests of one REST route. Safe for use by many threads. */
public final class RouteMeter {
    private static final int STATUS_END = 600;

    private final IntFunction<Timer> register;
    private final AtomicReferenceArray<Timer> byStatus = new AtomicReferenceArray<>(STATUS_END);

    RouteMeter(IntFunction<Timer> register) {
        this.register = register;
    }

    /**
     * Counts a request that was answered.
     *
     * @param status its HTTP status; what is no status counts as 500
     * @param nanos how long it took
     */
    public void record(int status, long nanos) {
        int slot = status >= 100 && status < STATUS_END ? status : 500;
        Timer timer = byStatus.get(slot);
        if (timer == null) {
            // Registering twice yields the same timer, so a race is harmless.
            timer = register.apply(slot);
            byStatus.set(slot, timer);
        }
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }
}
