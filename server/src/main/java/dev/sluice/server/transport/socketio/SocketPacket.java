package dev.sluice.server.transport.socketio;

import java.nio.charset.StandardCharsets;

/**
 * A socket.io packet, split into its parts; the JSON, if any, is not looked at.
 *
 * @param type what the packet is for
 * @param namespace the namespace it is meant for
 * @param ackId the acknowledgement it asks for or gives; -1 if none
 * @param jsonOffset where its JSON begins in the array it was split from
 * @param jsonLength the length of its JSON; 0 if it has none
 */
record SocketPacket(Type type, String namespace, long ackId, int jsonOffset, int jsonLength) {
    static final String ROOT = "/";

    /** Longer namespaces than this are not worth an answer that would repeat them. */
    private static final int MAX_NAMESPACE_BYTES = 256;

    /** As many digits as always fit a {@code long}. */
    private static final int MAX_ACK_DIGITS = 18;

    /** The types of packets; {@link #MALFORMED} is not one on the wire. */
    enum Type {
        CONNECT,
        DISCONNECT,
        EVENT,
        ACK,
        CONNECT_ERROR,
        BINARY_EVENT,
        BINARY_ACK,
        MALFORMED;

        private static Type ofDigit(int digit) {
            return switch (digit) {
                case '0' -> CONNECT;
                case '1' -> DISCONNECT;
                case '2' -> EVENT;
                case '3' -> ACK;
                case '4' -> CONNECT_ERROR;
                case '5' -> BINARY_EVENT;
                case '6' -> BINARY_ACK;
                default -> MALFORMED;
            };
        }
    }

    private static final SocketPacket MALFORMED = new SocketPacket(Type.MALFORMED, ROOT, -1, 0, 0);

    /** Splits a packet; what cannot be split is {@link Type#MALFORMED}. */
    static SocketPacket decode(byte[] array, int offset, int length) {
        int end = offset + length;
        Type type = length == 0 ? Type.MALFORMED : Type.ofDigit(array[offset]);
        if (type == Type.MALFORMED) {
            return MALFORMED;
        }
        int at = offset + 1;
        String namespace = ROOT;
        if (at < end && array[at] == '/') {
            int comma = indexOfComma(array, at, end);
            if (comma - at > MAX_NAMESPACE_BYTES) {
                return MALFORMED;
            }
            namespace = new String(array, at, comma - at, StandardCharsets.UTF_8);
            at = Math.min(comma + 1, end);
        }
        long ackId = -1;
        int digits = countDigits(array, at, end);
        if (digits > MAX_ACK_DIGITS) {
            return MALFORMED;
        }
        if (digits > 0) {
            ackId = number(array, at, digits);
            at += digits;
        }
        return new SocketPacket(type, namespace, ackId, at, end - at);
    }

    boolean isRoot() {
        return namespace.equals(ROOT);
    }

    private static int indexOfComma(byte[] array, int from, int end) {
        int at = from;
        while (at < end && array[at] != ',') {
            at++;
        }
        return at;
    }

    private static int countDigits(byte[] array, int from, int end) {
        int at = from;
        while (at < end && array[at] >= '0' && array[at] <= '9') {
            at++;
        }
        return at - from;
    }

    private static long number(byte[] array, int from, int digits) {
        long value = 0;
        for (int i = from; i < from + digits; i++) {
            value = value * 10 + (array[i] - '0');
        }
        return value;
    }
}
