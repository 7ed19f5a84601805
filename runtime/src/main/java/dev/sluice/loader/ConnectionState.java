package dev.sluice.loader;

/**
 * How far a container's connection is (runtime-formats §3.1).
 *
 * @since 0.1
 */
public enum ConnectionState {
    /** There is none and none is being made. */
    DISCONNECTED,
    /** A stream is being opened. */
    CONNECTING,
    /** The stream is open; the container has not yet seen all that came before it, nor its own join. */
    CATCHING_UP,
    /** Ops are sent at once. */
    CONNECTED
}
