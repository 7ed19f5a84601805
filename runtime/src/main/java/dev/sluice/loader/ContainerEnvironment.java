package dev.sluice.loader;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * What a container runs on. One may serve many containers if its parts are safe for use by many threads.
 *
 * @param executor runs everything of the container, one task at a time whatever its number of threads; tasks do not block
 * @param io runs calls on the service, which block
 * @param timers ring on any thread; the container moves them to its own
 * @param clock the local clock
 * @param random chance: back-off and ids; used on the container's thread
 * @param pause waits on a thread of {@code io}, while an op is known to exist and cannot be read yet
 * @since 0.1
 */
public record ContainerEnvironment(
        Executor executor,
        Executor io,
        Timers timers,
        InstantSource clock,
        RandomGenerator random,
        Consumer<Duration> pause) {}
