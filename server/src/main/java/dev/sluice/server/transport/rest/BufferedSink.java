package dev.sluice.server.transport.rest;

import java.nio.ByteBuffer;

/** Gathers small pieces into larger ones. Confined to one thread at a time. */
final class BufferedSink implements BodySink {
    private static final int BYTES = 16 * 1024;

    private final BodySink to;
    private final byte[] gathered = new byte[BYTES];
    private int length;

    BufferedSink(BodySink to) {
        this.to = to;
    }

    @Override
    public void accept(ByteBuffer part) {
        if (part.remaining() > BYTES - length) {
            flush();
        }
        if (part.remaining() > BYTES) {
            to.accept(part);
            return;
        }
        int bytes = part.remaining();
        part.get(gathered, length, bytes);
        length += bytes;
    }

    /** Passes on what was gathered. */
    void flush() {
        if (length > 0) {
            int bytes = length;
            length = 0;
            to.accept(ByteBuffer.wrap(gathered, 0, bytes));
        }
    }
}
