package dev.sluice.server.transport.engineio;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * One encoded engine.io packet, ready to be sent to any number of sessions.
 *
 * <p>Immutable, as long as whoever made it leaves the bytes alone.
 */
public final class OutboundPacket {
    static final OutboundPacket CLOSE = ofText("1");
    static final OutboundPacket PING = ofText("2");
    static final OutboundPacket PROBE_PONG = ofText("3probe");
    static final OutboundPacket NOOP = ofText("6");

    /** What a queued packet costs beyond its bytes, so that many tiny packets count for what they hold in memory. */
    private static final int OVERHEAD_BYTES = 64;

    private static final int FINAL_TEXT_FRAME = 0x81;
    private static final int MAX_HEADER_BYTES = 10;

    private final byte[] bytes;

    private OutboundPacket(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Wraps an encoded packet, type digit first, valid UTF-8.
     *
     * @param bytes not copied; must not change any more
     */
    public static OutboundPacket of(byte[] bytes) {
        if (Objects.requireNonNull(bytes).length == 0) {
            throw new IllegalArgumentException("an engine.io packet has at least its type digit");
        }
        return new OutboundPacket(bytes);
    }

    /** Encodes a packet given as text, type digit first. */
    public static OutboundPacket ofText(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the length of the packet in bytes. */
    public int size() {
        return bytes.length;
    }

    int cost() {
        return bytes.length + OVERHEAD_BYTES;
    }

    /** Returns the bytes themselves, which must not be changed. */
    byte[] bytes() {
        return bytes;
    }

    /**
     * Encodes the packet as one whole WebSocket frame.
     *
     * <p>A server's frames are not masked, so the same bytes, header included, do for every receiver, and what lies behind the
     * encoder of the pipeline is a plain buffer.
     *
     * @return a buffer the caller owns
     */
    ByteBuf webSocketFrame(ByteBufAllocator allocator) {
        ByteBuf frame = allocator.directBuffer(bytes.length + MAX_HEADER_BYTES);
        frame.writeByte(FINAL_TEXT_FRAME);
        if (bytes.length < 126) {
            frame.writeByte(bytes.length);
        } else if (bytes.length < 0x10000) {
            frame.writeByte(126).writeShort(bytes.length);
        } else {
            frame.writeByte(127).writeLong(bytes.length);
        }
        return frame.writeBytes(bytes);
    }

    /** Returns the packet's text. */
    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
