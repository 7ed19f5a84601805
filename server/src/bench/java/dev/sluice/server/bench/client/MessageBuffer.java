package dev.sluice.server.bench.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * A growing run of bytes in which an outgoing message is put together, reused from message to message.
 *
 * <p>Confined to one thread.
 */
public final class MessageBuffer {
    private static final int LONGEST_NUMBER = 20;

    private byte[] bytes;
    private int length;

    public MessageBuffer() {
        this.bytes = new byte[1024];
    }

    public int length() {
        return length;
    }

    /** Returns the array behind this buffer; only the first {@link #length()} bytes count, until the next append. */
    byte[] array() {
        return bytes;
    }

    public MessageBuffer clear() {
        length = 0;
        return this;
    }

    public MessageBuffer append(byte[] more) {
        return append(more, 0, more.length);
    }

    public MessageBuffer append(byte[] more, int from, int to) {
        reserve(to - from);
        System.arraycopy(more, from, bytes, length, to - from);
        length += to - from;
        return this;
    }

    public MessageBuffer append(String text) {
        return append(text.getBytes(UTF_8));
    }

    public MessageBuffer append(char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    /** Appends {@code number} in decimal without making a string of it. */
    public MessageBuffer append(long number) {
        if (number < 0) {
            return append(Long.toString(number));
        }
        reserve(LONGEST_NUMBER);
        int end = length + digits(number);
        long rest = number;
        for (int at = end - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length = end;
        return this;
    }

    private static int digits(long number) {
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, UTF_8);
    }
}
