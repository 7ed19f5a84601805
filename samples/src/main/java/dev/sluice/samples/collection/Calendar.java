package dev.sluice.samples.collection;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is told how many days have passed. Safe for use by many threads. */
final class Calendar implements InstantSource {
    private static final Instant FIRST = Instant.parse("2026-01-01T09:00:00Z");

    private final AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);

    /** Moves on to a day, counted from the first, which is day 0. */
    void moveTo(long day) {
        passed.set(Duration.ofDays(day));
    }

    /** Returns which day a time is on, in milliseconds since 1970. */
    static long dayOf(long timeMs) {
        return Duration.between(FIRST, Instant.ofEpochMilli(timeMs)).toDays();
    }

    @Override
    public Instant instant() {
        return FIRST.plus(passed.get());
    }
}
