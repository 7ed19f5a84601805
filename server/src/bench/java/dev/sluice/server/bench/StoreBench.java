package dev.sluice.server.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.server.storage.DocumentRow;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.StoreStatistics;
import dev.sluice.server.storage.Transaction;
import dev.sluice.server.storage.lmdb.Durability;
import dev.sluice.server.storage.lmdb.LmdbOptions;
import dev.sluice.server.storage.lmdb.LmdbStore;
import dev.sluice.server.storage.memory.MemoryStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Measures appends: commits and ops per second, and the processor time of the whole process per op.
 *
 * <p>Arguments: the folder to write in, then optionally seconds per measurement, a durability and a size of preallocation in
 * MiB; {@code memory} as a durability measures the store without a disk; then, to measure only one row of the table, its
 * documents, ops per transaction and transactions under way. Each document has up to a given number of
 * transactions under way, as a sequencer would that does not wait for one append before it submits the next.
 */
public final class StoreBench {
    private static final int OP_BYTES = 200;
    private static final int WARMUP_SECONDS = 2;

    private final Path directory;
    private final int seconds;
    private final String durability;
    private final long preallocateBytes;

    private StoreBench(Path directory, int seconds, String durability, long preallocateBytes) {
        this.directory = directory;
        this.seconds = seconds;
        this.durability = durability;
        this.preallocateBytes = preallocateBytes;
    }

    /** Runs all combinations and prints a table. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        String durability = arguments.length > 2 ? arguments[2] : "COMMIT";
        long mib = arguments.length > 3 ? Long.parseLong(arguments[3]) : 8;
        StoreBench bench = new StoreBench(directory, seconds, durability, mib << 20);
        System.out.println("documents  ops/transaction  under way   commits/s  transactions/s      ops/s   cpu us/op");
        if (arguments.length > 6) {
            bench.run(Integer.parseInt(arguments[4]), Integer.parseInt(arguments[5]), Integer.parseInt(arguments[6]));
            return;
        }
        for (int documents : new int[] {1, 100}) {
            for (int ops : new int[] {1, 100}) {
                for (int window : new int[] {1, 16}) {
                    bench.run(documents, ops, window);
                }
            }
        }
    }

    private void run(int documents, int opsPerTransaction, int window) throws Exception {
        Path folder = directory.resolve("d%d-o%d-w%d".formatted(documents, opsPerTransaction, window));
        deleteTree(folder);
        try (Store store = open(folder)) {
            List<Writer> writers = IntStream.range(0, documents)
                    .mapToObj(
                            i -> new Writer(store, DocumentKey.of("bench", "document-" + i), opsPerTransaction, window))
                    .toList();
            load(writers, WARMUP_SECONDS);
            StoreStatistics before = store.statistics();
            long cpuBeforeNs = cpuNs();
            double elapsed = load(writers, seconds);
            StoreStatistics after = store.statistics();
            double ops = (double) (after.transactions() - before.transactions()) * opsPerTransaction;
            System.out.printf(
                    "%9d  %15d  %9d  %10.0f  %14.0f  %9.0f  %10.2f%n",
                    documents,
                    opsPerTransaction,
                    window,
                    (after.commits() - before.commits()) / elapsed,
                    ops / opsPerTransaction / elapsed,
                    ops / elapsed,
                    (cpuNs() - cpuBeforeNs) / 1000.0 / ops);
        }
        deleteTree(folder);
    }

    /** Lets one thread feed all writers; returns the seconds it took. */
    private static double load(List<Writer> writers, int seconds) throws InterruptedException {
        Semaphore ready = new Semaphore(0);
        long begin = System.nanoTime();
        long end = begin + seconds * 1_000_000_000L;
        writers.forEach(writer -> writer.begin(ready, end));
        for (Writer writer : writers) {
            writer.fill();
        }
        int inFlight = writers.stream().mapToInt(writer -> writer.window).sum();
        ready.acquire(inFlight);
        return (System.nanoTime() - begin) / 1e9;
    }

    private Store open(Path folder) {
        if (durability.equals("memory")) {
            return new MemoryStore();
        }
        return LmdbStore.open(LmdbOptions.in(folder)
                .withDurability(Durability.valueOf(durability))
                .withPreallocateBytes(preallocateBytes));
    }

    private static long cpuNs() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static void deleteTree(Path root) throws IOException {
        if (Files.exists(root)) {
            try (Stream<Path> paths = Files.walk(root)) {
                for (Path path : paths.sorted(Collections.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /** Keeps a document's window full, from the store's own thread. */
    private static final class Writer {
        final int window;
        private final Store store;
        private final DocumentKey key;
        private final List<byte[]> ops;
        private long next = 1;
        private long endNs;
        private Semaphore finished = new Semaphore(0);

        Writer(Store store, DocumentKey key, int opsPerTransaction, int window) {
            this.store = store;
            this.key = key;
            this.window = window;
            byte[] op = new byte[OP_BYTES];
            new Random(1).nextBytes(op);
            this.ops = Collections.nCopies(opsPerTransaction, op);
            store.write(Transaction.of(new Mutation.CreateDocument(new DocumentRow(key, Instant.EPOCH, 0, null))))
                    .join();
        }

        void begin(Semaphore newFinished, long newEndNs) {
            finished = newFinished;
            endNs = newEndNs;
        }

        void fill() {
            for (int i = 0; i < window; i++) {
                submit();
            }
        }

        private synchronized void submit() {
            Mutation append = new Mutation.AppendOps(key, next, ops);
            next += ops.size();
            var unused = store.write(Transaction.of(append)).whenComplete((done, failed) -> {
                if (failed != null) {
                    failed.printStackTrace();
                }
                if (failed != null || System.nanoTime() > endNs) {
                    finished.release();
                } else {
                    submit();
                }
            });
        }
    }
}
