package dev.sluice.gc.session;

/**
 * Whether the next run must use nothing that was cached, because somebody loaded a tombstone: what was cached may have lost a
 * reference (garbage-collection §5.2).
 *
 * <table>
 * <caption>Transitions</caption>
 * <tr><td>any</td><td>a tombstone was loaded</td><td>requested</td></tr>
 * <tr><td>requested</td><td>a run ended</td><td>ran</td></tr>
 * <tr><td>ran</td><td>a summary was acknowledged</td><td>none</td></tr>
 * </table>
 *
 * <p>Confined to the document's thread.
 */
final class FullRuns {
    private State state = State.NONE;

    private enum State {
        NONE,
        REQUESTED,
        RAN
    }

    void request() {
        state = State.REQUESTED;
    }

    void runCompleted() {
        if (state == State.REQUESTED) {
            state = State.RAN;
        }
    }

    void summaryAcknowledged() {
        if (state == State.RAN) {
            state = State.NONE;
        }
    }

    boolean areNeeded() {
        return state != State.NONE;
    }
}
