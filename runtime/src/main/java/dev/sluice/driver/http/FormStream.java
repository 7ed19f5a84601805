package dev.sluice.driver.http;

import java.io.IOException;
import java.io.InputStream;

/** Bytes as a value of a form: percent-encoded as they are read. Confined to one thread. */
final class FormStream extends InputStream {
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};
    private static final int BUFFER = 8192;

    private final InputStream plain;
    private final byte[] in = new byte[BUFFER];
    private final byte[] out = new byte[3 * BUFFER];
    private int at;
    private int end;

    FormStream(InputStream plain) {
        this.plain = plain;
    }

    @Override
    public int read() throws IOException {
        return fill() ? out[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, end - at);
        System.arraycopy(out, at, to, offset, count);
        at += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        plain.close();
    }

    private boolean fill() throws IOException {
        while (at == end) {
            int count = plain.read(in, 0, BUFFER);
            if (count < 0) {
                return false;
            }
            at = 0;
            end = 0;
            for (int i = 0; i < count; i++) {
                encode(in[i]);
            }
        }
        return true;
    }

    private void encode(byte unit) {
        if ((unit >= 'a' && unit <= 'z')
                || (unit >= 'A' && unit <= 'Z')
                || (unit >= '0' && unit <= '9')
                || unit == '-'
                || unit == '_'
                || unit == '.'
                || unit == '*') {
            out[end++] = unit;
        } else if (unit == ' ') {
            out[end++] = '+';
        } else {
            out[end++] = '%';
            out[end++] = HEX[(unit >> 4) & 0xF];
            out[end++] = HEX[unit & 0xF];
        }
    }
}
