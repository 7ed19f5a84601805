package dev.sluice.container;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What the application is to hear: at once, or after the batch that is being applied, so that nobody sees part of it (RT-049).
 * Confined to the document's thread.
 */
final class Events {
    private final Deque<Runnable> deferred = new ArrayDeque<>();
    private boolean isApplying;

    /** Whether sequenced ops are being applied: no time for edits. */
    boolean isApplying() {
        return isApplying;
    }

    void publish(Runnable event) {
        if (isApplying) {
            deferred.add(event);
        } else {
            event.run();
        }
    }

    /** Applies a batch and then tells of it; tells nothing if it could not be applied. */
    void applying(Runnable batch) {
        isApplying = true;
        try {
            batch.run();
        } catch (RuntimeException | Error broken) {
            deferred.clear();
            throw broken;
        } finally {
            isApplying = false;
        }
        while (!deferred.isEmpty()) {
            deferred.remove().run();
        }
    }
}
