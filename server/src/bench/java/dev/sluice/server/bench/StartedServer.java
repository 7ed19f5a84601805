package dev.sluice.server.bench;

import dev.sluice.server.bench.client.FluidRest;
import dev.sluice.server.bench.client.RestEncoding;
import dev.sluice.server.bench.client.ServiceAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A server that was started for measuring and stops with it; its folder goes too.
 *
 * <p>Confined to one thread.
 */
final class StartedServer implements Server {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(2);

    private final String name;
    private final Process process;
    private final Path folder;
    private final ServiceAddress service;
    private final Duration coldStart;

    private StartedServer(String name, Process process, Path folder, ServiceAddress service, long startedAt) {
        this.name = name;
        this.process = process;
        this.folder = folder;
        this.service = service;
        createFirstDocument();
        this.coldStart = Duration.ofNanos(System.nanoTime() - startedAt);
    }

    static StartedServer launch(ServerCommand server, List<String> command, Path folder, int port) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        long startedAt = System.nanoTime();
        Process process = builder.start();
        // An interrupted measurement must not leave servers behind.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        try {
            return new StartedServer(server.name(), process, folder, ServiceAddress.local(port), startedAt);
        } catch (RuntimeException e) {
            stop(process);
            throw e;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ServiceAddress service() {
        return service;
    }

    @Override
    public ProcessMeter meter() {
        return new ProcessMeter(process.pid());
    }

    /** From the start of the process to the answer that the first document is created. */
    Duration coldStart() {
        return coldStart;
    }

    /** Tries again while the connection fails, not while the service refuses: a port may be open before its server is. */
    private void createFirstDocument() {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (true) {
            try (FluidRest rest = new FluidRest(service, RestEncoding.RESTLESS, "")) {
                rest.createDocument();
                return;
            } catch (UncheckedIOException notYet) {
                if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException(
                            "server " + name + " created no document"
                                    + (process.isAlive()
                                            ? " within " + START_LIMIT
                                            : "; it exited with " + process.exitValue())
                                    + "; its log is " + folder.resolve("log"),
                            notYet);
                }
            }
            Pause.of(POLL);
        }
    }

    @Override
    public void close() {
        stop(process);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder, e);
        }
    }

    /** Kills it: its data goes with it, and some servers take long to say good-bye. */
    private static void stop(Process process) {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
