package dev.sluice.collector.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * What a graph file says of itself in its first 64 bytes.
 *
 * @param nodes how many nodes there are; at most 2^31 - 9
 * @param edges how many edges there are; at most 2^31 - 9
 * @param roots how many roots there are
 * @param kind 0 for one shaped like a Fluid document, 1 for a random one, 2 for a chain; others are let through
 * @param seed of the generator
 * @param reachable how many nodes can be reached from the roots
 * @param sum of the ids of these nodes
 * @since 0.1
 */
public record GraphHeader(int nodes, int edges, int roots, int kind, long seed, long reachable, long sum) {
    /** The length in bytes. */
    public static final int LENGTH = 64;

    /** "SLG1", read as a little-endian number. */
    private static final int MAGIC = 0x31474C53;

    private static final int VERSION = 1;
    /** The longest array that every JVM gives, less the one place more that edges take. */
    private static final int MOST = Integer.MAX_VALUE - 9;

    /**
     * Reads a header.
     *
     * @throws GraphFileException if it is none, or of another version, or of a graph too large
     */
    static GraphHeader read(Path file, ByteBuffer bytes) {
        ByteBuffer in = bytes.order(ByteOrder.LITTLE_ENDIAN);
        int magic = in.getInt();
        if (magic != MAGIC) {
            throw new GraphFileException(
                    file,
                    "is no graph file: it begins with 0x" + Integer.toHexString(Integer.reverseBytes(magic))
                            + ", expected 0x534c4731 (\"SLG1\")");
        }
        int version = in.getInt();
        if (version != VERSION) {
            throw new GraphFileException(
                    file, "has version " + Integer.toUnsignedString(version) + ", expected " + VERSION);
        }
        int nodes = count(file, "nodes", in.getLong());
        int edges = count(file, "edges", in.getLong());
        int roots = count(file, "roots", Integer.toUnsignedLong(in.getInt()));
        return new GraphHeader(nodes, edges, roots, in.getInt(), in.getLong(), in.getLong(), in.getLong());
    }

    /** Returns the bytes of the header, ready to be written. */
    public ByteBuffer toBytes() {
        return ByteBuffer.allocate(LENGTH)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(MAGIC)
                .putInt(VERSION)
                .putLong(nodes)
                .putLong(edges)
                .putInt(roots)
                .putInt(kind)
                .putLong(seed)
                .putLong(reachable)
                .putLong(sum)
                .putLong(0)
                .flip();
    }

    /** Returns how long the file has to be, in bytes. */
    public long fileLength() {
        return LENGTH + 4L * roots + 4L * (nodes + 1L) + 4L * edges;
    }

    private static int count(Path file, String what, long found) {
        if (found < 0 || found > MOST) {
            throw new GraphFileException(
                    file,
                    "says that it has " + Long.toUnsignedString(found) + " " + what + ", expected at most " + MOST);
        }
        return (int) found;
    }
}
