package dev.sluice.bench.jmh;

import dev.sluice.bench.Benchmark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One run of each benchmark: a load, a log of ops, a series of edits. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 6)
@Measurement(iterations = 10)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
public class ReplayBenchmark {
    /** Where the script has the recordings made; it starts JMH in the project's folder. */
    @Param("runtime/target/replay")
    private String folder = "";

    @Param({
        "load-large",
        "load-small",
        "catch-up-mixed",
        "catch-up-map",
        "catch-up-directory",
        "catch-up-string",
        "catch-up-matrix",
        "map-sets-1",
        "map-sets-100",
        "text-edits-1",
        "text-edits-100"
    })
    private String name = "";

    private @Nullable Benchmark benchmark;

    /** Reads the recording. */
    @Setup(Level.Trial)
    public void read() throws IOException {
        benchmark = Benchmark.of(name, Path.of(folder));
    }

    /** Opens what a run works on. */
    @Setup(Level.Iteration)
    public void prepare() {
        open().prepare();
    }

    /** A run. */
    @org.openjdk.jmh.annotations.Benchmark
    public long run() {
        open().run();
        return open().count();
    }

    private Benchmark open() {
        Benchmark read = benchmark;
        if (read == null) {
            throw new IllegalStateException("JMH reads the recording first");
        }
        return read;
    }

    /** Closes what is open. */
    @TearDown(Level.Trial)
    public void close() {
        open().close();
    }
}
