package dev.sluice.server.transport.engineio;

/** Compares packets with short ASCII texts without decoding them. */
final class PacketText {
    private PacketText() {}

    static boolean equals(String ascii, byte[] array, int offset, int length) {
        if (length != ascii.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (array[offset + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
