package dev.sluice.server.transport.rest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A connection on which a test says exactly what it wants, malformed or in pieces. */
final class RawConnection implements AutoCloseable {
    private static final int DEADLINE_MS = 20_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    RawConnection(URI base) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), base.getPort());
            socket.setSoTimeout(DEADLINE_MS);
            in = socket.getInputStream();
            out = socket.getOutputStream();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    RawConnection send(String text) {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    RawConnection send(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return this;
    }

    /** Sends until the server has closed the connection; returns how many bytes it took. */
    long sendUntilRefused(byte[] piece, long max) {
        long sent = 0;
        try {
            while (sent < max) {
                out.write(piece);
                sent += piece.length;
            }
        } catch (IOException refused) {
            return sent;
        }
        return sent;
    }

    /** Reads the head of a response, and its body if the length is given. */
    String read() {
        try {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    return head.toString(StandardCharsets.UTF_8);
                }
                head.write(next);
            }
            String text = head.toString(StandardCharsets.UTF_8);
            int length = text.lines()
                    .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length: "))
                    .mapToInt(line -> Integer.parseInt(line.substring(16).strip()))
                    .findFirst()
                    .orElse(0);
            return text + new String(in.readNBytes(length), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Reads what is left until the server closes the connection; returns how many bytes that were. */
    long drain() {
        long read = 0;
        byte[] piece = new byte[64 * 1024];
        try {
            for (int next = in.read(piece); next >= 0; next = in.read(piece)) {
                read += next;
            }
        } catch (IOException reset) {
            return read;
        }
        return read;
    }

    /** Waits until the server closes the connection. */
    boolean isClosedByServer() {
        try {
            return in.read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    /** Ends the connection while the test goes on. */
    void goAway() {
        close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
