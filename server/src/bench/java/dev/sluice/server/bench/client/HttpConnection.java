package dev.sluice.server.bench.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One kept-alive HTTP/1.1 connection with one request at a time: a tenth of the JDK client's cost per request, which
 * matters when the server shares the machine with the one who measures it.
 *
 * <p>Confined to one thread; every call blocks.
 */
public final class HttpConnection implements AutoCloseable {
    private static final int TIMEOUT_MS = 120_000;

    private final ServiceAddress service;
    private @Nullable Exchange exchange;

    /** Opens nothing yet: the first request does. */
    public HttpConnection(ServiceAddress service) {
        this.service = service;
    }

    private record Exchange(Socket socket, InputStream in, OutputStream out) {}

    /**
     * Sends a request and returns its response once the head has arrived.
     *
     * @param headers whole lines, each with its line end; empty for none
     * @param body null for none
     */
    public HttpReply send(String method, String path, String headers, @Nullable HttpBody body) {
        String request = method + " " + path;
        try {
            Exchange open = connected();
            String head = request + " HTTP/1.1\r\nHost: " + service.authority() + "\r\n" + headers
                    + (body == null
                            ? ""
                            : "Content-Type: " + body.contentType() + "\r\nContent-Length: " + body.length() + "\r\n")
                    + "\r\n";
            open.out.write(head.getBytes(ISO_8859_1));
            if (body != null) {
                body.writeTo(open.out);
            }
            open.out.flush();
            return reply(request, open.in);
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(request + " to " + service.authority() + ": " + e, e);
        }
    }

    private Exchange connected() throws IOException {
        Exchange open = exchange;
        if (open == null) {
            Socket socket = new Socket();
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MS);
            socket.connect(service.socket());
            open = new Exchange(
                    socket,
                    new BufferedInputStream(socket.getInputStream(), 64 * 1024),
                    new BufferedOutputStream(socket.getOutputStream(), 64 * 1024));
            exchange = open;
        }
        return open;
    }

    private HttpReply reply(String request, InputStream in) throws IOException {
        String statusLine = line(in);
        int status = Integer.parseInt(statusLine, 9, 12, 10);
        long length = 0;
        boolean chunked = false;
        boolean closing = false;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(
                        lower.substring("content-length:".length()).trim());
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = lower.contains("chunked");
            } else if (lower.startsWith("connection:")) {
                closing = lower.contains("close");
            }
        }
        if (closing) {
            exchange = null;
        }
        return new HttpReply(request, status, chunked ? new Chunked(in) : new Counted(in, length));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the server closed the connection within a response head");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        Exchange open = exchange;
        exchange = null;
        if (open != null) {
            try {
                open.socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A body of announced length. */
    private static final class Counted extends FilterInputStream {
        private long left;

        Counted(InputStream in, long length) {
            super(in);
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int wanted) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = super.read(target, offset, (int) Math.min(wanted, left));
            if (read < 0) {
                throw new EOFException("the server closed the connection " + left + " bytes before a body's end");
            }
            left -= read;
            return read;
        }
    }

    /** A body that comes in chunks, each announcing its length. */
    private static final class Chunked extends FilterInputStream {
        private long left;
        private boolean ended;

        Chunked(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int wanted) throws IOException {
            if (left == 0 && !ended) {
                left = Long.parseLong(line(in), 16);
                ended = left == 0;
                if (ended) {
                    line(in);
                }
            }
            if (ended) {
                return -1;
            }
            int read = super.read(target, offset, (int) Math.min(wanted, left));
            if (read < 0) {
                throw new EOFException("the server closed the connection within a chunk");
            }
            left -= read;
            if (left == 0) {
                line(in);
            }
            return read;
        }
    }
}
