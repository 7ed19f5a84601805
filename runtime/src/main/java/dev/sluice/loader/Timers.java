package dev.sluice.loader;

import dev.sluice.event.Registration;
import java.time.Duration;

/**
 * Calls later, on the thread of a container. Safe for use by many threads.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Timers {
    /**
     * Runs the task once after a delay of any length, unless the registration is closed before. Does not keep the process alive.
     */
    Registration after(Duration delay, Runnable task);
}
