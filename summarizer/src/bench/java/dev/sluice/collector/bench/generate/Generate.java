package dev.sluice.collector.bench.generate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** The program that writes graph files: {@code Generate fluid|random|chain NODES SEED PREFIX}. */
public final class Generate {
    private static final int MOST_NAMES = 2_000_000;

    private Generate() {}

    /** Writes the files; names only for Fluid-shaped graphs of at most two million nodes. */
    public static void main(String[] args) throws IOException {
        if (args.length != 4) {
            throw new IllegalArgumentException("usage: Generate fluid|random|chain NODES SEED PREFIX");
        }
        var kind = GeneratedGraph.Kind.valueOf(args[0].toUpperCase(Locale.ROOT));
        GeneratedGraph graph = GeneratedGraph.of(kind, Integer.parseInt(args[1]), Long.parseLong(args[2]));
        Path prefix = Path.of(args[3]);
        graph.write(prefix);
        if (kind == GeneratedGraph.Kind.FLUID && graph.edges().nodes() <= MOST_NAMES) {
            graph.writeNames(prefix);
        }
    }
}
