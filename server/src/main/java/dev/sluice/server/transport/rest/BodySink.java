package dev.sluice.server.transport.rest;

import java.nio.ByteBuffer;

/** Takes a body piece by piece. Confined to one thread at a time; may block only where its user runs it on a worker. */
@FunctionalInterface
interface BodySink {
    /**
     * Takes the next piece, read to its limit; the buffer belongs to the caller again afterwards.
     *
     * @throws RestException if the body is not acceptable
     */
    void accept(ByteBuffer part);
}
