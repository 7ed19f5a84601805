package dev.sluice.collector.bench.generate;

import dev.sluice.collector.bench.GraphHeader;
import dev.sluice.collector.graph.Edges;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.SplittableRandom;

/**
 * A graph, and how it is written to a file. Immutable.
 *
 * @param kind as in {@link GraphHeader}
 * @param seed it was made with
 * @param roots ids to mark from
 * @param edges of all nodes
 */
public record GeneratedGraph(Kind kind, long seed, int[] roots, Edges edges) {
    /** What a graph looks like. */
    public enum Kind {
        /** Data stores, channels and handles. */
        FLUID(0),
        /** Five edges a node, to wherever chance has it. */
        RANDOM(1),
        /** Each node leads to the next, by ids that are shuffled. */
        CHAIN(2);

        private final int code;

        Kind(int code) {
            this.code = code;
        }
    }

    /** Returns the graph of about {@code nodes} nodes that these arguments always give. */
    public static GeneratedGraph of(Kind kind, int nodes, long seed) {
        int[] root = {0};
        return switch (kind) {
            case FLUID -> new GeneratedGraph(kind, seed, root, new FluidShape(nodes, seed).edges());
            case RANDOM -> new GeneratedGraph(kind, seed, root, random(nodes, seed));
            case CHAIN -> new GeneratedGraph(kind, seed, root, chain(nodes, seed));
        };
    }

    private static Edges random(int nodes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] offsets = new int[nodes + 1];
        int[] targets = new int[nodes * 5 + 1];
        for (int i = 0; i < nodes * 5; i++) {
            targets[i] = random.nextInt(nodes);
        }
        for (int i = 0; i <= nodes; i++) {
            offsets[i] = i * 5;
        }
        return Edges.of(offsets, targets);
    }

    private static Edges chain(int nodes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] order = new int[nodes];
        for (int i = 1; i < nodes; i++) {
            int at = 1 + random.nextInt(i);
            order[i] = order[at];
            order[at] = i;
        }
        EdgeList edges = new EdgeList();
        for (int i = 0; i + 1 < nodes; i++) {
            edges.add(order[i], order[i + 1]);
        }
        return edges.toEdges(nodes);
    }

    /** Returns the header of the file. What it says is reachable is found as plainly as can be, not by what is measured. */
    public GraphHeader header() {
        BitSet seen = new BitSet(edges.nodes());
        ArrayDeque<Integer> todo = new ArrayDeque<>();
        for (int root : roots) {
            seen.set(root);
            todo.add(root);
        }
        while (!todo.isEmpty()) {
            int node = todo.remove();
            for (int i = 0; i < edges.degree(node); i++) {
                int target = edges.target(node, i);
                if (!seen.get(target)) {
                    seen.set(target);
                    todo.add(target);
                }
            }
        }
        long sum = seen.stream().asLongStream().sum();
        return new GraphHeader(edges.nodes(), edges.count(), roots.length, kind.code, seed, seen.cardinality(), sum);
    }

    /** Writes {@code PREFIX.slg}. */
    public void write(Path prefix) throws IOException {
        try (FileChannel file = FileChannel.open(
                Path.of(prefix + ".slg"),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            file.write(header().toBytes());
            Numbers out = new Numbers(file);
            for (int root : roots) {
                out.write(root);
            }
            int offset = 0;
            out.write(offset);
            for (int node = 0; node < edges.nodes(); node++) {
                offset += edges.degree(node);
                out.write(offset);
            }
            for (int node = 0; node < edges.nodes(); node++) {
                for (int i = 0; i < edges.degree(node); i++) {
                    out.write(edges.target(node, i));
                }
            }
            out.flush();
        }
    }

    /** Writes {@code PREFIX.names}, the paths of a Fluid-shaped graph. */
    public void writeNames(Path prefix) throws IOException {
        Files.write(Path.of(prefix + ".names"), FluidNames.of(edges.nodes(), seed));
    }

    /** A file of numbers of four bytes, the lowest first. */
    private static final class Numbers {
        private final FileChannel file;
        private final ByteBuffer chunk = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);

        Numbers(FileChannel file) {
            this.file = file;
        }

        void write(int number) throws IOException {
            if (!chunk.hasRemaining()) {
                flush();
            }
            chunk.putInt(number);
        }

        void flush() throws IOException {
            chunk.flip();
            while (chunk.hasRemaining()) {
                file.write(chunk);
            }
            chunk.clear();
        }
    }
}
