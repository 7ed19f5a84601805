package dev.sluice.driver;

import java.time.Duration;
import java.util.Optional;

/**
 * A call on a service failed; {@link #error} tells how.
 *
 * @since 0.1
 */
public final class DriverException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient DriverError error;

    /** Makes one. */
    public DriverException(DriverError error) {
        super(error.message());
        this.error = error;
    }

    /** Makes one with what caused it. */
    public DriverException(DriverError error, Throwable cause) {
        super(error.message(), cause);
        this.error = error;
    }

    /** Returns what went wrong. */
    public DriverError error() {
        return error;
    }

    /** Tells whether the same request may succeed later. */
    public boolean retryable() {
        return error.retryable();
    }

    /** Returns how long to wait before asking again, if the service said so. */
    public Optional<Duration> retryAfter() {
        return error.retryAfter();
    }
}
