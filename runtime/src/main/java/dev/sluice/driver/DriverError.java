package dev.sluice.driver;

import java.time.Duration;
import java.util.Optional;

/**
 * Why a service did not do what it was asked for, as far as that makes a difference to the caller. Immutable.
 *
 * @since 0.1
 */
public sealed interface DriverError {
    /** Returns what happened, for people. */
    String message();

    /** Tells whether the same request may succeed later. */
    boolean retryable();

    /** Returns how long to wait before asking again, if the service said so. */
    default Optional<Duration> retryAfter() {
        return Optional.empty();
    }

    /** Returns a short stable code for logs and counters. */
    String code();

    /**
     * The service could not be reached, or did not answer in time.
     *
     * @param message what failed
     */
    record Unreachable(String message) implements DriverError {
        @Override
        public boolean retryable() {
            return true;
        }

        @Override
        public String code() {
            return "unreachable";
        }
    }

    /**
     * The token was refused, and a fresh one too.
     *
     * @param message what the service said
     * @param status 401 or 403
     */
    record Unauthorized(String message, int status) implements DriverError {
        @Override
        public boolean retryable() {
            return false;
        }

        @Override
        public String code() {
            return "unauthorized";
        }
    }

    /**
     * The document, version or blob is not there.
     *
     * @param message what the service said
     */
    record NotFound(String message) implements DriverError {
        @Override
        public boolean retryable() {
            return false;
        }

        @Override
        public String code() {
            return "not-found";
        }
    }

    /**
     * Too much, too fast.
     *
     * @param message what the service said
     * @param retryAfter how long it wants to be left alone, if it said so
     */
    record Throttled(String message, Optional<Duration> retryAfter) implements DriverError {
        @Override
        public boolean retryable() {
            return true;
        }

        @Override
        public String code() {
            return "throttled";
        }
    }

    /**
     * The service failed, or is about to shut down.
     *
     * @param message what the service said
     * @param status 500 to 599
     * @param retryAfter how long to wait, if it said so
     */
    record Unavailable(String message, int status, Optional<Duration> retryAfter) implements DriverError {
        @Override
        public boolean retryable() {
            return true;
        }

        @Override
        public String code() {
            return "unavailable";
        }
    }

    /**
     * The service refused the request as it is.
     *
     * @param message what the service said
     * @param status as in HTTP; 400, 409, 413 and so on
     * @param retryAfter how long to wait, if the service said that it makes sense to ask again
     */
    record Refused(String message, int status, Optional<Duration> retryAfter) implements DriverError {
        @Override
        public boolean retryable() {
            return retryAfter.isPresent();
        }

        @Override
        public String code() {
            return "refused";
        }
    }

    /**
     * The service answered what cannot be understood, or more than the limits allow.
     *
     * @param message what was found and what was expected
     */
    record BadAnswer(String message) implements DriverError {
        @Override
        public boolean retryable() {
            return false;
        }

        @Override
        public String code() {
            return "bad-answer";
        }
    }

    /**
     * The log does not have ops that it must have.
     *
     * @param message which
     */
    record MissingOps(String message) implements DriverError {
        @Override
        public boolean retryable() {
            return false;
        }

        @Override
        public String code() {
            return "missing-ops";
        }
    }
}
