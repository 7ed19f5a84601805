package dev.sluice.server.crash;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The crash that ends one load: once announced, a lost connection is what everybody expects, and before that a failure.
 *
 * <p>Safe for use by many threads.
 */
final class Crash {
    private final CountDownLatch announced = new CountDownLatch(1);

    void announce() {
        announced.countDown();
    }

    boolean isAnnounced() {
        return announced.getCount() == 0;
    }

    /** Returns once the crash is announced or the time has passed, whichever comes first; tells whether it is announced. */
    boolean comesWithin(long millis) {
        try {
            return announced.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the crash", interrupted);
        }
    }
}
