package dev.sluice.server.live;

import static org.awaitility.Awaitility.await;

import dev.sluice.server.NpmPackages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** The reference's own development server, in a process of its own: documents in memory, Git objects in a folder. */
final class Tinylicious implements AutoCloseable {
    private static final Path PROJECT = Path.of("src/interop/tinylicious").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final int port;

    private Tinylicious(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it, after it was installed from its lock file if it is not there. */
    static Tinylicious start(Path storage) {
        try {
            NpmPackages.install(PROJECT);
            int port = freePort();
            ProcessBuilder builder = new ProcessBuilder("node", "node_modules/tinylicious/dist/index.js")
                    .directory(PROJECT.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(storage.resolve("tinylicious.log").toFile());
            builder.environment().put("PORT", String.valueOf(port));
            builder.environment().put("storage", storage.resolve("git").toString());
            Tinylicious server = new Tinylicious(builder.start(), port);
            await().atMost(PATIENCE).until(server::isListening);
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** It takes no port of its own choice, and does not tell one. */
    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }

    private boolean isListening() {
        if (!process.isAlive()) {
            throw new IllegalStateException("Tinylicious ended with " + process.exitValue());
        }
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    URI url() {
        return URI.create("http://localhost:" + port);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
