package dev.sluice.server.bench;

/**
 * Repetitions of something: first those that warm up, then those that are measured, for as long as the pace says and a few
 * at least.
 *
 * <p>Confined to one thread.
 */
final class Turns {
    private static final int LEAST = 5;

    private final Pace pace;
    private long startedAt = System.nanoTime();
    private int warmUps;
    private int measured;
    private boolean isMeasuring;

    Turns(Pace pace) {
        this.pace = pace;
    }

    /** Tells whether there is another turn, and begins it. */
    boolean next() {
        long elapsed = System.nanoTime() - startedAt;
        if (!isMeasuring && warmUps >= LEAST && elapsed >= pace.warmUp().toNanos()) {
            isMeasuring = true;
            startedAt = System.nanoTime();
            elapsed = 0;
        }
        if (!isMeasuring) {
            warmUps++;
            return true;
        }
        boolean another = measured < LEAST || elapsed < pace.measured().toNanos();
        measured += another ? 1 : 0;
        return another;
    }

    /** Tells whether the present turn counts. */
    boolean isMeasured() {
        return isMeasuring;
    }

    /** How many turns count, after the last. */
    int measured() {
        return measured;
    }
}
