package dev.sluice.server.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A WebSocket client down to the bytes: it sends what no proper client would, and reads only when told. */
final class RawTcp implements AutoCloseable {
    private static final int RECEIVE_BUFFER_BYTES = 8 << 10;

    private final Socket socket = new Socket();

    private RawTcp(TestService service, String... request) throws IOException {
        socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
        socket.setSoTimeout((int) TestService.PATIENCE.toMillis());
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), service.port()));
        lines(request);
    }

    static RawTcp open(TestService service) {
        try {
            RawTcp client = new RawTcp(
                    service,
                    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
            client.readUntil("\r\n\r\n");
            return client;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens a connection that polls a session, without waiting for the answer. */
    static RawTcp poll(TestService service, String sid) {
        return request(service, pollRequest(sid));
    }

    /** Opens a connection that makes a request without a body, given as its lines. */
    static RawTcp request(TestService service, String... lines) {
        try {
            return new RawTcp(service, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Polls over the same connection once more. */
    void pollAgain(String sid) {
        lines(pollRequest(sid));
    }

    private static String[] pollRequest(String sid) {
        return new String[] {"GET /socket.io/?EIO=4&transport=polling&sid=" + sid + " HTTP/1.1"};
    }

    private void lines(String... request) {
        write((String.join("\r\n", request) + "\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Sends one masked frame; the mask is zero, so the payload is itself. */
    void frame(int firstByte, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 14);
        frame.write(firstByte);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else if (payload.length < 0x10000) {
            frame.write(0x80 | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >> shift));
            }
        }
        frame.writeBytes(new byte[4]);
        frame.writeBytes(payload);
        write(frame.toByteArray());
    }

    void text(String payload) {
        frame(0x81, payload.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends bytes as they are; a connection that is gone already takes them silently. */
    void write(byte[] bytes) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        } catch (IOException closedByServer) {
            // What the server thinks of the bytes is for the caller to find out by other means.
        }
    }

    /** Reads until the text has appeared; returns everything up to it. */
    String readUntil(String end) {
        StringBuilder seen = new StringBuilder();
        try {
            InputStream in = socket.getInputStream();
            while (seen.indexOf(end) < 0) {
                int value = in.read();
                if (value < 0) {
                    throw new AssertionError("ended after " + seen);
                }
                seen.append((char) value);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return seen.toString();
    }

    /** Reads so many bytes. */
    void skip(long count) {
        try {
            socket.getInputStream().skipNBytes(count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads to the end of the stream; returns how many bytes there were. */
    long drain() {
        long count = 0;
        try {
            byte[] buffer = new byte[64 << 10];
            for (int n = socket.getInputStream().read(buffer);
                    n >= 0;
                    n = socket.getInputStream().read(buffer)) {
                count += n;
            }
        } catch (IOException reset) {
            return count;
        }
        return count;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
