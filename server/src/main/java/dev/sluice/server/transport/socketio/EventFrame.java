package dev.sluice.server.transport.socketio;

import dev.sluice.server.transport.engineio.OutboundPacket;

/** A complete EVENT packet, encoded once and shared by all its receivers. Immutable. */
public final class EventFrame {
    private final OutboundPacket packet;

    private EventFrame(OutboundPacket packet) {
        this.packet = packet;
    }

    /**
     * Wraps an encoded packet.
     *
     * @param packet {@code 42["name",…]} in UTF-8, without raw control characters; not copied, so it must not change any more
     * @throws IllegalArgumentException if it is not an event of the root namespace
     */
    public static EventFrame of(byte[] packet) {
        if (packet.length < 4 || packet[0] != '4' || packet[1] != '2' || packet[2] != '[') {
            throw new IllegalArgumentException("an event packet begins with 42[");
        }
        return new EventFrame(OutboundPacket.of(packet));
    }

    /** Returns the length of the packet in bytes. */
    public int size() {
        return packet.size();
    }

    OutboundPacket packet() {
        return packet;
    }

    /** Returns the packet's text. */
    @Override
    public String toString() {
        return packet.toString();
    }
}
