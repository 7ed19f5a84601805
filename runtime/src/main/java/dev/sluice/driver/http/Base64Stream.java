package dev.sluice.driver.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;

/** Bytes in base64 as they are read. Confined to one thread. */
final class Base64Stream extends InputStream {
    /** A multiple of 3, so that padding appears at the end only. */
    private static final int BUFFER = 3 * 2048;

    private final InputStream plain;
    private byte[] out = {};
    private int at;

    Base64Stream(InputStream plain) {
        this.plain = plain;
    }

    @Override
    public int read() throws IOException {
        return fill() ? out[at++] : -1;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, out.length - at);
        System.arraycopy(out, at, to, offset, count);
        at += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        plain.close();
    }

    private boolean fill() throws IOException {
        if (at < out.length) {
            return true;
        }
        byte[] next = plain.readNBytes(BUFFER);
        out = Base64.getEncoder().encode(next);
        at = 0;
        return out.length > 0;
    }
}
