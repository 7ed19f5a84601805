package dev.sluice.protocol.git;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * The id of a Git object: a SHA-1 over its type, length and bytes.
 *
 * <p>Kept as 20 bytes in three primitives, since stores hold millions of them. Immutable.
 *
 * @since 0.1
 */
public final class GitId implements Comparable<GitId> {
    /** The size of an id in bytes. */
    public static final int BYTES = 20;

    private static final HexFormat HEX = HexFormat.of();

    private final long high;
    private final long middle;
    private final int low;

    private GitId(long high, long middle, int low) {
        this.high = high;
        this.middle = middle;
        this.low = low;
    }

    /**
     * Reads an id from the next {@value #BYTES} bytes of {@code buffer} and advances it.
     *
     * @throws java.nio.BufferUnderflowException if fewer bytes remain
     */
    public static GitId read(ByteBuffer buffer) {
        return new GitId(buffer.getLong(), buffer.getLong(), buffer.getInt());
    }

    /**
     * Returns the id with the given bytes.
     *
     * @throws IllegalArgumentException unless there are exactly {@value #BYTES}
     */
    public static GitId ofBytes(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a Git id has " + BYTES + " bytes, not " + bytes.length);
        }
        return read(ByteBuffer.wrap(bytes));
    }

    /**
     * Parses 40 lowercase or uppercase hex digits.
     *
     * @throws IllegalArgumentException if {@code hex} is anything else
     */
    public static GitId parse(String hex) {
        if (!isGitId(hex)) {
            String shown = hex.length() > 64 ? hex.substring(0, 64) + "…" : hex;
            throw new IllegalArgumentException("\"" + shown + "\" is not a Git id; expected 40 hex digits");
        }
        return ofBytes(HEX.parseHex(hex));
    }

    /** Tells whether {@code text} has the form of an id: 40 hex digits. */
    public static boolean isGitId(String text) {
        if (text.length() != 2 * BYTES) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Writes the {@value #BYTES} bytes of this id to {@code buffer} and advances it. */
    public void write(ByteBuffer buffer) {
        buffer.putLong(high).putLong(middle).putInt(low);
    }

    /** Returns the {@value #BYTES} bytes of this id, in an array of the caller's own. */
    public byte[] toBytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(high)
                .putLong(middle)
                .putInt(low)
                .array();
    }

    /** Returns the 40 lowercase hex digits of this id. */
    public String toHex() {
        return HEX.formatHex(toBytes());
    }

    @Override
    public int compareTo(GitId other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        if (byHigh != 0) {
            return byHigh;
        }
        int byMiddle = Long.compareUnsigned(middle, other.middle);
        return byMiddle != 0 ? byMiddle : Integer.compareUnsigned(low, other.low);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GitId id && high == id.high && middle == id.middle && low == id.low;
    }

    @Override
    public int hashCode() {
        return (int) (high ^ (high >>> 32));
    }

    @Override
    public String toString() {
        return toHex();
    }
}
