package dev.sluice.server.bench.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what a server sends into WebSocket messages, in place where a message is one frame.
 *
 * <p>Confined to its connection's thread. Bytes handed to the sink are valid during the call only.
 */
final class FrameReader {

    /** What happens with a whole message. */
    interface Sink {
        void message(int opcode, byte[] bytes, int from, int to);
    }

    private static final int CONTINUATION = 0x0;
    private static final int FIN = 0x80;
    private static final int CONTROL = 0x8;
    private static final int LARGEST_FRAME = 1 << 30;

    private byte[] bytes = new byte[16 * 1024];
    private ByteBuffer view = ByteBuffer.wrap(bytes);
    private int from;
    private int to;

    private byte[] fragments = {};
    private int fragmentsLength;
    private int fragmentsOpcode;

    /** Reads once; false when the other side has closed. */
    boolean readFrom(ReadableByteChannel channel) throws IOException {
        makeRoom();
        view.limit(bytes.length).position(to);
        int read = channel.read(view);
        to = view.position();
        return read >= 0;
    }

    /** Returns the response head once it has arrived whole, else null. */
    @Nullable
    String takeHttpHead() {
        for (int i = from; i + 3 < to; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n' && bytes[i + 2] == '\r' && bytes[i + 3] == '\n') {
                String head = new String(bytes, from, i - from, ISO_8859_1);
                from = i + 4;
                return head;
            }
        }
        return null;
    }

    /** Hands every whole message to {@code sink}. */
    void drain(Sink sink) {
        while (next(sink)) {}
    }

    private boolean next(Sink sink) {
        if (to - from < 2) {
            return false;
        }
        int first = bytes[from] & 0xFF;
        int second = bytes[from + 1] & 0xFF;
        int header = second < 126 ? 2 : second == 126 ? 4 : 10;
        if (second > 127) {
            throw new IllegalStateException("server sent a masked frame; only clients mask (RFC 6455 §5.1)");
        }
        if (to - from < header) {
            return false;
        }
        long length = header == 2 ? second : bigEndian(from + 2, header - 2);
        if (length > LARGEST_FRAME) {
            throw new IllegalStateException(
                    "server sent a frame of " + length + " bytes, at most " + LARGEST_FRAME + " are read");
        }
        if (to - from < header + length) {
            return false;
        }
        int payload = from + header;
        from = payload + (int) length;
        frame(first, payload, from, sink);
        return true;
    }

    private void frame(int first, int start, int stop, Sink sink) {
        int opcode = first & 0xF;
        boolean whole = (first & FIN) != 0;
        if (opcode >= CONTROL || (whole && opcode != CONTINUATION)) {
            sink.message(opcode, bytes, start, stop);
            return;
        }
        if (opcode != CONTINUATION) {
            fragmentsOpcode = opcode;
            fragmentsLength = 0;
        }
        int length = stop - start;
        if (fragmentsLength + length > fragments.length) {
            fragments = Arrays.copyOf(fragments, Math.max(fragments.length * 2, fragmentsLength + length));
        }
        System.arraycopy(bytes, start, fragments, fragmentsLength, length);
        fragmentsLength += length;
        if (whole) {
            sink.message(fragmentsOpcode, fragments, 0, fragmentsLength);
        }
    }

    private long bigEndian(int at, int width) {
        long value = 0;
        for (int i = 0; i < width; i++) {
            value = (value << 8) | (bytes[at + i] & 0xFF);
        }
        return value;
    }

    private void makeRoom() {
        if (from == to) {
            from = 0;
            to = 0;
        } else if (to == bytes.length && from > bytes.length / 2) {
            System.arraycopy(bytes, from, bytes, 0, to - from);
            to -= from;
            from = 0;
        } else if (to == bytes.length) {
            bytes = Arrays.copyOfRange(bytes, from, from + bytes.length * 2);
            view = ByteBuffer.wrap(bytes);
            to -= from;
            from = 0;
        }
    }
}
