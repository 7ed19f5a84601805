package dev.sluice.collector.bench;

import dev.sluice.collector.graph.Edges;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A graph that was read from {@code PREFIX.slg}, and the paths of its nodes if there is {@code PREFIX.names}. Little endian: a
 * {@link GraphHeader}, then as {@code u32} the roots, the offsets, one more than there are nodes, and the edges. Immutable.
 *
 * @param header what the file says of itself
 * @param roots ids of the nodes to mark from
 * @param edges of all nodes
 * @param names the path of each node, by id; empty if the file of names is absent
 * @since 0.1
 */
public record GraphFile(GraphHeader header, int[] roots, Edges edges, Optional<List<String>> names) {
    private static final int CHUNK = 1 << 20;

    /**
     * Reads the files with this prefix.
     *
     * @throws NoSuchFileException if there is no such file
     * @throws GraphFileException if what there is is no graph
     */
    public static GraphFile read(Path prefix) throws IOException {
        Path file = Path.of(prefix + ".slg");
        try (FileChannel in = FileChannel.open(file)) {
            ByteBuffer bytes = ByteBuffer.allocate(GraphHeader.LENGTH);
            if (in.size() < GraphHeader.LENGTH) {
                throw new GraphFileException(
                        file, "has " + in.size() + " bytes, expected a header of " + GraphHeader.LENGTH);
            }
            fill(file, in, bytes);
            GraphHeader header = GraphHeader.read(file, bytes.flip());
            if (in.size() != header.fileLength()) {
                throw new GraphFileException(
                        file,
                        "has " + in.size() + " bytes, expected " + header.fileLength()
                                + " for the nodes, edges and roots of its header");
            }
            int[] roots = requireNodes(file, header, ints(file, in, header.roots(), header.roots()));
            return new GraphFile(header, roots, edges(file, in, header), names(prefix, header));
        }
    }

    private static Edges edges(Path file, FileChannel in, GraphHeader header) throws IOException {
        int[] offsets = ints(file, in, header.nodes() + 1, header.nodes() + 1);
        int[] targets = ints(file, in, header.edges(), header.edges() + 1);
        if (offsets[header.nodes()] != header.edges()) {
            throw new GraphFileException(
                    file,
                    "has offsets that end at " + Integer.toUnsignedString(offsets[header.nodes()]) + ", expected "
                            + header.edges());
        }
        try {
            return Edges.of(offsets, targets);
        } catch (IllegalArgumentException noGraph) {
            throw new GraphFileException(file, String.valueOf(noGraph.getMessage()));
        }
    }

    private static int[] requireNodes(Path file, GraphHeader header, int... roots) {
        for (int root : roots) {
            if (root < 0 || root >= header.nodes()) {
                throw new GraphFileException(
                        file,
                        "has the root " + Integer.toUnsignedString(root) + ", expected less than " + header.nodes());
            }
        }
        return roots;
    }

    private static Optional<List<String>> names(Path prefix, GraphHeader header) throws IOException {
        Path file = Path.of(prefix + ".names");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> names = Files.readAllLines(file);
        if (names.size() != header.nodes()) {
            throw new GraphFileException(file, "has " + names.size() + " lines, expected " + header.nodes());
        }
        return Optional.of(names);
    }

    private static int[] ints(Path file, FileChannel in, int count, int length) throws IOException {
        int[] read = new int[length];
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < count; ) {
            int now = Math.min(count - at, CHUNK / Integer.BYTES);
            fill(file, in, chunk.clear().limit(now * Integer.BYTES));
            chunk.flip().asIntBuffer().get(read, at, now);
            at += now;
        }
        return read;
    }

    private static void fill(Path file, FileChannel in, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (in.read(bytes) < 0) {
                throw new GraphFileException(file, "ended while it was read");
            }
        }
    }
}
