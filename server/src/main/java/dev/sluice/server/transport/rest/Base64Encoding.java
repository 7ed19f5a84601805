package dev.sluice.server.transport.rest;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/**
 * Encodes bytes that come in pieces of any size as base64 without a break.
 *
 * <p>Confined to one thread at a time.
 */
final class Base64Encoding implements BodySink {
    private static final int GROUP = 3;

    private final BodySink to;
    private byte[] rest = new byte[0];

    Base64Encoding(BodySink to) {
        this.to = to;
    }

    @Override
    public void accept(ByteBuffer bytes) {
        byte[] all = Arrays.copyOf(rest, rest.length + bytes.remaining());
        bytes.get(all, rest.length, bytes.remaining());
        int whole = all.length - all.length % GROUP;
        to.accept(ByteBuffer.wrap(Base64.getEncoder().encode(Arrays.copyOf(all, whole))));
        rest = Arrays.copyOfRange(all, whole, all.length);
    }

    /** Ends the bytes: the last group is padded. */
    void end() {
        to.accept(ByteBuffer.wrap(Base64.getEncoder().encode(rest)));
        rest = new byte[0];
    }
}
