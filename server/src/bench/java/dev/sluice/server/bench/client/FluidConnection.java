package dev.sluice.server.bench.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One client's connection to one document: WebSocket, engine.io, socket.io, {@code connect_document} and then ops.
 *
 * <p>The phases follow in order, each left by one kind of message: {@code DIALLING} until TCP is up, {@code UPGRADING}
 * until status 101, {@code OPENING} until engine.io's {@code 0}, {@code GREETING} until socket.io's {@code 40},
 * {@code CONNECTING} until {@code connect_document_success}, {@code JOINING} until the own join op (writers only),
 * {@code CONNECTED}, and from any of them {@code ENDED}. Ops that arrive before the success message are held until it is
 * there, because only it tells which of them is the own join.
 *
 * <p>Confined to the thread that polls its loop.
 */
public final class FluidConnection {
    private enum Phase {
        DIALLING,
        UPGRADING,
        OPENING,
        GREETING,
        CONNECTING,
        JOINING,
        CONNECTED,
        ENDED
    }

    private static final byte[] SIGNAL = "42[\"signal\",".getBytes(ISO_8859_1);
    private static final byte[] NACK = "42[\"nack\",".getBytes(ISO_8859_1);
    private static final byte[] CONNECT_SUCCESS = "42[\"connect_document_success\",".getBytes(ISO_8859_1);
    private static final byte[] CONNECT_ERROR = "42[\"connect_document_error\",".getBytes(ISO_8859_1);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SocketLoop loop;
    private final ConnectRequest request;
    private final FluidListener listener;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final FrameReader reader = new FrameReader();
    private final FrameWriter writer =
            new FrameWriter(ThreadLocalRandom.current().nextInt());
    private final List<byte[]> early = new ArrayList<>();

    private Phase phase = Phase.DIALLING;
    private String clientId = "";
    private byte[] clientIdBytes = {};
    private boolean flushQueued;

    private FluidConnection(SocketLoop loop, ConnectRequest request, FluidListener listener) throws IOException {
        this.loop = loop;
        this.request = request;
        this.listener = listener;
        this.channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        this.key = loop.register(channel, this);
    }

    /** Begins to connect; {@code listener} hears of it from later polls of {@code loop}. */
    public static FluidConnection open(SocketLoop loop, ConnectRequest request, FluidListener listener) {
        try {
            FluidConnection connection = new FluidConnection(loop, request, listener);
            if (connection.channel.connect(request.service().socket())) {
                connection.dialled();
            }
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The id that the service gave this connection; empty until it has. */
    public String clientId() {
        return clientId;
    }

    public String documentId() {
        return request.documentId();
    }

    /** Whether ops may be submitted, or followed if this is a reader. */
    public boolean isConnected() {
        return phase == Phase.CONNECTED;
    }

    public boolean isEnded() {
        return phase == Phase.ENDED;
    }

    /** Sends {@code message}, a whole engine.io packet, at the end of the poll in progress or the start of the next. */
    public void send(MessageBuffer message) {
        send(FrameWriter.TEXT, message.array(), message.length());
    }

    /** Sends {@code packet}, a whole engine.io packet, as {@link #send(MessageBuffer)} does. */
    public void send(String packet) {
        byte[] bytes = packet.getBytes(UTF_8);
        send(FrameWriter.TEXT, bytes, bytes.length);
    }

    /** Says good-bye as drivers do and closes; what was sent before still leaves if the socket takes it at once. */
    public void close() {
        if (phase == Phase.ENDED) {
            return;
        }
        send("41");
        send(FrameWriter.CLOSE, new byte[0], 0);
        flush();
        abort();
    }

    /** Closes the TCP connection without a word, as a client that crashed would. */
    public void abort() {
        phase = Phase.ENDED;
        key.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void ready(SelectionKey selected) {
        try {
            if (selected.isValid() && selected.isConnectable()) {
                channel.finishConnect();
                dialled();
            }
            if (selected.isValid() && selected.isWritable()) {
                flush();
            }
            if (selected.isValid() && selected.isReadable()) {
                read();
            }
        } catch (IOException e) {
            lost(e.toString());
        }
    }

    void flush() {
        flushQueued = false;
        if (phase == Phase.ENDED || phase == Phase.DIALLING) {
            return;
        }
        try {
            writer.writeTo(channel);
            int interest = writer.hasPending() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
            if (key.interestOps() != interest) {
                key.interestOps(interest);
            }
        } catch (IOException e) {
            lost(e.toString());
        }
    }

    private void send(int opcode, byte[] message, int length) {
        if (phase == Phase.ENDED) {
            throw new IllegalStateException(this + " has ended and cannot send");
        }
        writer.add(opcode, message, length);
        flushSoon();
    }

    private void flushSoon() {
        if (!flushQueued) {
            flushQueued = true;
            loop.flushLater(this);
        }
    }

    private void dialled() {
        phase = Phase.UPGRADING;
        key.interestOps(SelectionKey.OP_READ);
        writer.addRaw(request.toUpgrade().getBytes(ISO_8859_1));
        flushSoon();
    }

    private void read() throws IOException {
        boolean open = reader.readFrom(channel);
        if (phase == Phase.UPGRADING) {
            String head = reader.takeHttpHead();
            if (head != null) {
                upgraded(head);
            }
        }
        if (phase != Phase.UPGRADING && phase != Phase.ENDED) {
            reader.drain(this::message);
        }
        if (!open) {
            lost("the server closed the TCP connection");
        }
    }

    private void upgraded(String head) {
        if (head.startsWith("HTTP/1.1 101 ")) {
            phase = Phase.OPENING;
        } else {
            lost("upgrade was answered " + head.lines().findFirst().orElse("with nothing"));
        }
    }

    private void message(int opcode, byte[] bytes, int from, int to) {
        if (phase == Phase.ENDED) {
            return;
        }
        switch (opcode) {
            case 0x1 -> packet(bytes, from, to);
            case 0x8 -> lost("the server closed the WebSocket with status " + closeStatus(bytes, from, to));
            case 0x9 -> send(FrameWriter.PONG, Arrays.copyOfRange(bytes, from, to), to - from);
            default -> throw new IllegalStateException(this + " received opcode " + opcode + ", expected text");
        }
    }

    private static String closeStatus(byte[] bytes, int from, int to) {
        return to - from < 2 ? "none" : Integer.toString(((bytes[from] & 0xFF) << 8) | (bytes[from + 1] & 0xFF));
    }

    private void packet(byte[] bytes, int from, int to) {
        if (startsWith(bytes, from, to, OpScanner.PREFIX)) {
            ops(bytes, from, to);
            return;
        }
        switch (bytes[from]) {
            case '2' -> send("3");
            case '0' -> opened();
            case '4' -> event(bytes, from, to);
            default -> {}
        }
    }

    private void opened() {
        phase = Phase.GREETING;
        send("40");
    }

    private void event(byte[] bytes, int from, int to) {
        if (phase == Phase.GREETING && to - from > 1 && bytes[from + 1] == '0') {
            phase = Phase.CONNECTING;
            send(request.toEvent());
        } else if (startsWith(bytes, from, to, SIGNAL)) {
            listener.signal(this, bytes, from, to);
        } else if (startsWith(bytes, from, to, NACK)) {
            listener.nacked(this, new String(bytes, from, to - from, UTF_8));
        } else if (startsWith(bytes, from, to, CONNECT_SUCCESS)) {
            accepted(bytes, from, to);
        } else if (startsWith(bytes, from, to, CONNECT_ERROR) || bytes[from + 1] == '1' || bytes[from + 1] == '4') {
            lost(new String(bytes, from, to - from, UTF_8));
        }
    }

    private void accepted(byte[] bytes, int from, int to) {
        clientId = ownClientId(bytes, from, to);
        clientIdBytes = clientId.getBytes(ISO_8859_1);
        if (request.role().joins()) {
            phase = Phase.JOINING;
        } else {
            phase = Phase.CONNECTED;
            listener.connected(this);
        }
        for (byte[] frame : early) {
            ops(frame, 0, frame.length);
        }
        early.clear();
    }

    private String ownClientId(byte[] bytes, int from, int to) {
        try {
            return JSON.readTree(bytes, from + 2, to - from - 2)
                    .path(1)
                    .path("clientId")
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(this + " was accepted in a message that is not JSON", e);
        }
    }

    private void ops(byte[] bytes, int from, int to) {
        if (phase == Phase.CONNECTING) {
            early.add(Arrays.copyOfRange(bytes, from, to));
            return;
        }
        listener.ops(this, bytes, from, to);
        if (phase == Phase.JOINING && indexOf(bytes, from, to, clientIdBytes) >= 0) {
            phase = Phase.CONNECTED;
            listener.connected(this);
        }
    }

    private void lost(String reason) {
        if (phase != Phase.ENDED) {
            abort();
            listener.lost(this, reason);
        }
    }

    private static boolean startsWith(byte[] bytes, int from, int to, byte[] prefix) {
        return to - from >= prefix.length && Arrays.equals(bytes, from, from + prefix.length, prefix, 0, prefix.length);
    }

    private static int indexOf(byte[] bytes, int from, int to, byte[] wanted) {
        for (int i = from; i + wanted.length <= to; i++) {
            if (bytes[i] == wanted[0] && startsWith(bytes, i, to, wanted)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public String toString() {
        return "connection " + clientId + " to document " + request.documentId() + " (" + phase + ")";
    }
}
