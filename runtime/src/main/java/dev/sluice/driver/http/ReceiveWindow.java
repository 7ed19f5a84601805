package dev.sluice.driver.http;

/**
 * How much of what came in may wait for whoever takes it: while more does, nothing is read, so that it is the service that keeps
 * what comes next, and not this process. Guarded by its owner's lock.
 */
final class ReceiveWindow {
    private final long maxBytes;
    private long waitingBytes;
    private boolean isPaused;

    /**
     * Makes one with nothing in it.
     *
     * @param maxBytes what may wait when more is read; one frame may go beyond it
     */
    ReceiveWindow(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Counts what waits from now on; another thread may have taken it already. */
    void add(long bytes) {
        waitingBytes += bytes;
    }

    /** Returns whether the next frame may be read; if not, a later {@link #take} tells when. */
    boolean mayRead() {
        isPaused = waitingBytes > maxBytes;
        return !isPaused;
    }

    /** Counts what waits no more; returns whether the frame that {@link #mayRead} refused may be read now. */
    boolean take(long bytes) {
        waitingBytes -= bytes;
        return isPaused && mayRead();
    }
}
