package dev.sluice.server.bench.client;

/**
 * What one connection tells its owner, on the thread that polls the loop.
 *
 * <p>Byte ranges are valid during the call only.
 */
public interface FluidListener {

    /** The connection is up; a writer has also seen its own join op, in a frame that was handed over before. */
    default void connected(FluidConnection connection) {}

    /** A frame of ops arrived; {@link OpScanner} walks it. */
    void ops(FluidConnection connection, byte[] frame, int from, int to);

    /** A signal arrived, its own included. */
    default void signal(FluidConnection connection, byte[] frame, int from, int to) {}

    /** The service refused something; {@code event} is the whole text of its answer. */
    default void nacked(FluidConnection connection, String event) {
        throw new IllegalStateException(connection + " was nacked: " + event);
    }

    /** The connection ended without {@link FluidConnection#close} having been called. */
    default void lost(FluidConnection connection, String reason) {
        throw new IllegalStateException(connection + " was lost: " + reason);
    }
}
