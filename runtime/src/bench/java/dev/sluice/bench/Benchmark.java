package dev.sluice.bench;

import dev.sluice.bench.record.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** Something that is measured, as often as one likes. Confined to one thread. */
public interface Benchmark extends AutoCloseable {
    /** How many documents of 100 KB are open at once. */
    int SMALL_DOCUMENTS = 100;

    /** Gets ready for a run; not measured. */
    void prepare();

    /** Runs, and leaves documents open. */
    void run();

    /** Returns how many ops, edits or documents a run is. */
    long count();

    /** Returns the digest of the state that the last run left. */
    String digest();

    /**
     * Lets go of what a service would hold, so that what is left in memory is the runtime's; there is no run after this.
     *
     * @return whether that was possible
     */
    boolean letServiceGo();

    /** Closes the documents that the last run left. */
    void clear();

    @Override
    void close();

    /**
     * Finds a benchmark by its name: {@code load-KIND}, {@code catch-up-KIND}, {@code map-sets-N} or {@code text-edits-N} with N
     * edits a round.
     *
     * @param folder where recordings are
     */
    static Benchmark of(String name, Path folder) throws IOException {
        int end = name.lastIndexOf('-');
        String of = name.substring(end + 1);
        return switch (name.substring(0, Math.max(0, end))) {
            case "load" -> new LoadBenchmark(recording(folder, of), of.equals("small") ? SMALL_DOCUMENTS : 1);
            case "catch-up" -> new CatchUpBenchmark(recording(folder, of));
            case "map-sets" -> EditBenchmark.mapSets(recording(folder, "small"), Integer.parseInt(of));
            case "text-edits" -> EditBenchmark.textEdits(recording(folder, "text"), Integer.parseInt(of));
            default -> throw new IllegalArgumentException("there is no benchmark " + name);
        };
    }

    private static Recording recording(Path folder, String kind) {
        Kind known = Kind.valueOf(kind.toUpperCase(Locale.ROOT));
        return new Recording(folder.resolve(known.name().toLowerCase(Locale.ROOT)));
    }
}
