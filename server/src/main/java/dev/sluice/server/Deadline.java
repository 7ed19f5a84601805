package dev.sluice.server;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The moment by which all steps of starting or closing must be done.
 *
 * <p>An interruption does not cut a wait short, which is bounded anyway: half a step done is what nobody can clean up after.
 * The thread finds itself interrupted afterwards. Immutable.
 */
final class Deadline {
    private final long endNanos;

    private Deadline(long endNanos) {
        this.endNanos = endNanos;
    }

    static Deadline in(Duration timeout) {
        return new Deadline(System.nanoTime() + timeout.toNanos());
    }

    /** Waits for a step; returns why it is not done, or nothing if it is. */
    Optional<Throwable> await(CompletionStage<?> step) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    step.toCompletableFuture().get(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
                    return Optional.empty();
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException failed) {
            return Optional.of(Objects.requireNonNullElse(failed.getCause(), failed));
        } catch (TimeoutException late) {
            return Optional.of(new TimeoutException("it took too long"));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
