package dev.sluice.server.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How much memory a process holds.
 *
 * @param resident bytes, as the kernel counts
 * @param live bytes of objects in use after a full collection; zero where the process cannot be asked
 */
record HeapReading(long resident, long live) {
    /** The script that answers for a Node.js process; without it the signal would end the process. */
    private static final String NODE_SCRIPT = "heap.cjs";

    private static final Duration NODE_LIMIT = Duration.ofSeconds(10);

    /** Has the process collect its garbage first, if it can be asked to. */
    static HeapReading of(ProcessMeter process) {
        try {
            long live = live(process);
            return new HeapReading(process.residentBytes(), live);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the heap of process " + process.pid(), e);
        }
    }

    private static long live(ProcessMeter process) throws IOException {
        Path folder = Path.of("/proc", Long.toString(process.pid()));
        if (Files.readString(folder.resolve("comm")).strip().equals("java")) {
            return liveInJvm(process.pid());
        }
        if (Files.readString(folder.resolve("cmdline")).contains(NODE_SCRIPT)) {
            return liveInNode(process.pid(), folder.resolve("cwd").toRealPath().resolve("heap"));
        }
        return 0;
    }

    /** The last line of a class histogram is its total, and taking one collects all garbage. */
    private static long liveInJvm(long pid) throws IOException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        String total = output(List.of(jcmd.toString(), Long.toString(pid), "GC.class_histogram"))
                .lines()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("jcmd gave no total for process " + pid));
        return Long.parseLong(total.trim().split(" +", -1)[2]);
    }

    private static long liveInNode(long pid, Path answer) throws IOException {
        Files.deleteIfExists(answer);
        output(List.of("kill", "-USR2", Long.toString(pid)));
        long deadline = System.nanoTime() + NODE_LIMIT.toNanos();
        while (!Files.exists(answer)) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("process " + pid + " wrote no " + answer + " within " + NODE_LIMIT);
            }
            Pause.of(Duration.ofMillis(10));
        }
        return Long.parseLong(Files.readString(answer));
    }

    private static String output(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
    }
}
