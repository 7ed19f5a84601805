package dev.sluice.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.sluice.bench.record.Kind;
import dev.sluice.bench.record.RecordingWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The program {@code Bench record FOLDER OPS | run FOLDER NAME WARM-UPS RUNS}.
 *
 * <p>The first run and those after the warm-up print a line of their wall-clock and CPU time; after the last one come the digest of
 * the state it left and, of what is loaded, the live heap of the documents.
 */
public final class Bench {
    private static final long SEED = 1;
    private static final double NANOS_PER_MS = 1e6;

    private Bench() {}

    /** Writes the recordings that are not there, or measures. */
    public static void main(String[] args) throws IOException {
        if (args.length == 3 && args[0].equals("record")) {
            for (Kind kind : Kind.values()) {
                Path folder = Path.of(args[1], kind.name().toLowerCase(Locale.ROOT));
                RecordingWriter.write(kind, folder, Integer.parseInt(args[2]), SEED);
            }
        } else if (args.length == 5 && args[0].equals("run")) {
            try (Benchmark benchmark = Benchmark.of(args[2], Path.of(args[1]))) {
                measure(args[2], benchmark, Integer.parseInt(args[3]), Integer.parseInt(args[4]));
            }
        } else {
            throw new IllegalArgumentException("usage: Bench record FOLDER OPS | run FOLDER NAME WARM-UPS RUNS");
        }
    }

    private static void measure(String name, Benchmark benchmark, int warmUps, int runs) {
        OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        for (int run = 1; run <= warmUps + runs; run++) {
            benchmark.prepare();
            System.gc();
            long cpu = process.getProcessCpuTime();
            long start = System.nanoTime();
            benchmark.run();
            double ms = (System.nanoTime() - start) / NANOS_PER_MS;
            double cpuMs = (process.getProcessCpuTime() - cpu) / NANOS_PER_MS;
            if (run == 1 || run > warmUps) {
                print(name, run == 1 ? "cold" : "run", ms, cpuMs, benchmark.count());
            }
        }
        print(name, "state", benchmark.digest());
        if (benchmark.letServiceGo()) {
            long held = liveHeap();
            benchmark.clear();
            print(name, "heap", held - liveHeap());
        }
    }

    /** References that a first collection clears may keep others until the next. */
    private static long liveHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void print(String name, String figure, Object... values) {
        StringBuilder line = new StringBuilder(name + " sluice " + figure);
        for (Object value : values) {
            line.append(' ')
                    .append(value instanceof Double number ? String.format(Locale.ROOT, "%.1f", number) : value);
        }
        System.out.println(line);
    }
}
