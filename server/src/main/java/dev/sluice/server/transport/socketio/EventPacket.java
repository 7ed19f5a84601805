package dev.sluice.server.transport.socketio;

/**
 * An event from a client. Its JSON is well-formed, of bounded depth, valid UTF-8, and an array whose first element is the name.
 *
 * @param name the event's name
 * @param ackId the number under which the client awaits an answer; {@link #NO_ACK} if it awaits none
 * @param array holds the JSON array; never changed by this layer and not to be changed by others, so it may be kept, which
 *     keeps the whole message
 * @param offset where the JSON array begins
 * @param length its length in bytes
 */
public record EventPacket(String name, long ackId, byte[] array, int offset, int length) {
    /** Stands for an event that is not to be answered. */
    public static final long NO_ACK = -1;

    /** Tells whether the client awaits an answer. */
    public boolean wantsAck() {
        return ackId != NO_ACK;
    }
}
