package dev.sluice.server.transport.rest;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A body that is encoded once and sent to many.
 *
 * <p>Compression happens here, on the worker that encodes, and not by Vert.x's own option, which compresses on event loops and
 * would compress gigabytes of streamed attachments too. The fastest level takes some ten milliseconds a megabyte and finds
 * most of what there is to find in JSON. The buffers are written any number of times without a copy, and never changed.
 *
 * @param plain the bytes
 * @param gzip the same compressed; {@code null} if they are too few, or compression gained nothing
 */
record Encoded(Buffer plain, @Nullable Buffer gzip) {
    static Encoded of(byte[] plain, int compressMinBytes) {
        if (plain.length < compressMinBytes) {
            return new Encoded(Buffer.buffer(plain), null);
        }
        byte[] gzip = compress(plain);
        return new Encoded(Buffer.buffer(plain), gzip.length < plain.length ? Buffer.buffer(gzip) : null);
    }

    int weight() {
        return plain.length() + (gzip == null ? 0 : gzip.length());
    }

    private static byte[] compress(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 4);
        try (GZIPOutputStream gzip = new FastGzip(out)) {
            gzip.write(plain);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(ByteArrayOutputStream out) throws IOException {
            super(out, 64 * 1024);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
