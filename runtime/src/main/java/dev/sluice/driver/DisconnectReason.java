package dev.sluice.driver;

/**
 * Why a stream ended. Immutable.
 *
 * @since 0.1
 */
public sealed interface DisconnectReason {
    /** Returns what happened, for people. */
    String message();

    /**
     * This side ended it.
     *
     * @param message what {@link DeltaStream#disconnect} was given
     */
    record ByClient(String message) implements DisconnectReason {}

    /**
     * The service ended it in good order, for instance because it shuts down or the token expired.
     *
     * @param message what is known of the cause
     */
    record ByService(String message) implements DisconnectReason {}

    /**
     * The connection broke, or the service sent what cannot be understood.
     *
     * @param error what went wrong
     */
    record Lost(DriverError error) implements DisconnectReason {
        @Override
        public String message() {
            return error.message();
        }
    }
}
