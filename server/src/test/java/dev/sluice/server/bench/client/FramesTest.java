package dev.sluice.server.bench.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 125, 126, 1000, 65_535, 65_536, 200_001})
    void message_ofAnyLength_isMaskedAsTheRfcSays(int length) throws IOException {
        byte[] message = text(length);
        FrameWriter writer = new FrameWriter(0x9A3B5C7D);
        writer.add(FrameWriter.TEXT, message, length);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        writer.writeTo(Channels.newChannel(sent));

        assertThat(writer.hasPending()).isFalse();
        assertThat(unmasked(sent.toByteArray())).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 16, 1 << 20})
    void messages_arrivingInPiecesOfAnySize_areCutAtTheirBounds(int piece) throws IOException {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        wire.write(frame(0x81, text(5)));
        wire.write(frame(0x81, text(40_000)));
        wire.write(frame(0x89, text(3)));
        wire.write(frame(0x81, text(0)));
        wire.write(frame(0x81, text(70_000)));

        assertThat(read(wire.toByteArray(), piece)).containsExactly("1:5", "1:40000", "9:3", "1:0", "1:70000");
    }

    @Test
    void fragmentedMessage_withAPingBetween_isPutTogether() throws IOException {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        wire.write(frame(0x01, text(10)));
        wire.write(frame(0x00, text(20)));
        wire.write(frame(0x89, text(2)));
        wire.write(frame(0x80, text(30)));
        wire.write(frame(0x81, text(4)));

        assertThat(read(wire.toByteArray(), 7)).containsExactly("9:2", "1:60", "1:4");
    }

    private static List<String> read(byte[] wire, int piece) throws IOException {
        ReadableByteChannel channel = Channels.newChannel(new ByteArrayInputStream(wire));
        ReadableByteChannel slow = new ReadableByteChannel() {
            @Override
            public int read(ByteBuffer target) throws IOException {
                int limit = target.limit();
                target.limit(Math.min(limit, target.position() + piece));
                int read = channel.read(target);
                target.limit(limit);
                return read;
            }

            @Override
            public boolean isOpen() {
                return channel.isOpen();
            }

            @Override
            public void close() {}
        };
        FrameReader reader = new FrameReader();
        List<String> messages = new ArrayList<>();
        while (reader.readFrom(slow)) {
            reader.drain((opcode, bytes, from, to) -> messages.add(opcode + ":" + (to - from)));
        }
        return messages;
    }

    private static byte[] text(int length) {
        return "abcdefghijklm".repeat(length / 13 + 1).substring(0, length).getBytes(UTF_8);
    }

    private static byte[] frame(int first, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 10).put((byte) first);
        if (payload.length < 126) {
            frame.put((byte) payload.length);
        } else if (payload.length < 1 << 16) {
            frame.put((byte) 126).putShort((short) payload.length);
        } else {
            frame.put((byte) 127).putLong(payload.length);
        }
        byte[] bytes = new byte[frame.put(payload).position()];
        frame.flip().get(bytes);
        return bytes;
    }

    private static byte[] unmasked(byte[] wire) {
        ByteBuffer frame = ByteBuffer.wrap(wire);
        assertThat(frame.get()).isEqualTo((byte) 0x81);
        int length = (frame.get() & 0xFF) - 128;
        if (length == 126) {
            length = frame.getShort() & 0xFFFF;
        } else if (length == 127) {
            length = (int) frame.getLong();
        }
        byte[] mask = new byte[4];
        frame.get(mask);
        byte[] payload = new byte[length];
        frame.get(payload);
        assertThat(frame.hasRemaining()).isFalse();
        for (int i = 0; i < length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return payload;
    }
}
