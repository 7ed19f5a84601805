package dev.sluice.gc.ageing;

import java.time.Duration;

/**
 * Calls later, on the document's thread.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Alarms {
    /**
     * Runs a task once after a delay of any length; does not keep the process alive.
     *
     * @return cancels it; harmless afterwards
     */
    Runnable after(Duration delay, Runnable task);
}
