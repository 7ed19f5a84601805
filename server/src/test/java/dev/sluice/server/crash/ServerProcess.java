package dev.sluice.server.crash;

import dev.sluice.server.bench.client.ServiceAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The executable jar as a process of its own: a server, or one run of a command.
 *
 * <p>Confined to one thread; what it prints is gathered by another.
 */
final class ServerProcess implements AutoCloseable {
    private static final Path JAR = Path.of("target", "sluice.jar").toAbsolutePath();
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern READY = Pattern.compile(" ready at http://127\\.0\\.0\\.1:([0-9]+) ");

    private final Process process;
    private final Output output;

    /** What a process has printed so far. Safe for use by many threads. */
    private static final class Output implements Runnable {
        private final BufferedReader reader;

        @SuppressWarnings("JdkObsolete") // Written by the thread that reads the process, read by others.
        private final StringBuffer text = new StringBuffer();

        private final CompletableFuture<Integer> port = new CompletableFuture<>();
        private final CompletableFuture<String> whole = new CompletableFuture<>();

        Output(Process process) {
            this.reader = process.inputReader(StandardCharsets.UTF_8);
        }

        @Override
        public void run() {
            try {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    text.append(line).append('\n');
                    Matcher ready = READY.matcher(line);
                    if (ready.find()) {
                        port.complete(Integer.parseInt(ready.group(1)));
                    }
                }
            } catch (IOException broken) {
                text.append(broken).append('\n');
            }
            whole.complete(text.toString());
            port.completeExceptionally(new IllegalStateException("the process ended:\n" + text));
        }
    }

    private ServerProcess(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", JAR.toString()));
        command.addAll(arguments);
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException failed) {
            throw new AssertionError("cannot start " + command, failed);
        }
        output = new Output(process);
        Thread reader = new Thread(output, "output of process " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a server on a free port; {@link #awaitReady} tells which.
     *
     * <p>Small limits bring large blobs, checkpoints and documents that close and open again into a short life.
     */
    static ServerProcess serve(Path data) {
        return new ServerProcess(List.of(
                "serve",
                "--port",
                "0",
                "--data",
                data.toString(),
                "--large-blob-threshold-bytes",
                Integer.toString(RestLoad.LARGE_BYTES),
                "--checkpoint-ops",
                "200",
                "--document-idle-close-ms",
                "100"));
    }

    /** Runs {@code sluice doc verify} on a store that nobody has open. */
    static void verify(Path data) {
        try (ServerProcess command = new ServerProcess(List.of("doc", "verify", "--data", data.toString()))) {
            String printed = await(command.output.whole, "doc verify");
            int code = command.awaitEnd();
            if (code != 0) {
                throw new AssertionError("doc verify of " + data + " ended with " + code + ":\n" + printed);
            }
        }
    }

    /** Returns where the server listens, once it does. */
    ServiceAddress awaitReady() {
        return ServiceAddress.local(await(output.port, "the server to be ready"));
    }

    /** Ends the process with SIGKILL and returns when it is gone. */
    void kill() {
        // Through the handle: Process.destroyForcibly would also close the output, which is still to be read.
        boolean unused = process.toHandle().destroyForcibly();
        int code = awaitEnd();
        String printed = await(output.whole, "the output's end");
        if (code != 128 + 9 || printed.contains(" ERROR ")) {
            throw new AssertionError("the server ended with " + code + " and printed:\n" + printed);
        }
    }

    private int awaitEnd() {
        try {
            if (process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("process " + process.pid() + " did not end; it printed:\n" + output.text);
    }

    private static <T> T await(CompletableFuture<T> future, String what) {
        try {
            return future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw new AssertionError("waited for " + what + ": " + failed.getCause(), failed);
        } catch (TimeoutException late) {
            throw new AssertionError("waited " + LIMIT + " for " + what + " in vain", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + what, interrupted);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
