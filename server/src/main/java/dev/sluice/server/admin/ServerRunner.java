package dev.sluice.server.admin;

import dev.sluice.server.config.ServerConfig;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one server running until the process is told to stop, and stops it within a bounded time.
 *
 * <p>Safe for use by many threads.
 */
final class ServerRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ServerRunner.class);

    /** What a server may take beyond its own bound before the process ends without it. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ServerLauncher.Server server;
    private final Duration notice;
    private final Duration timeout;
    private final AtomicBoolean stopping = new AtomicBoolean();

    private ServerRunner(ServerLauncher.Server server, ServerConfig.Operation operation) {
        this.server = server;
        this.notice = operation.shutdownNotice();
        this.timeout = operation.shutdownTimeout();
    }

    /** Starts a server. */
    static ServerRunner start(ServerLauncher launcher, ServerConfig config) {
        if (config.security().developerTenantsEnabled() && !config.listening().isLoopback()) {
            LOG.warn(
                    "developer tenants are on and {} can be reached by others: anybody may do anything to their documents",
                    config.listening().host());
        }
        return new ServerRunner(launcher.start(config), config.operation());
    }

    ServerLauncher.Server server() {
        return server;
    }

    /** Closes the server, or gives up when it takes longer than the configuration allows; the first call counts. */
    void stop() {
        if (!stopping.compareAndSet(false, true)) {
            return;
        }
        LOG.info(
                "stopping: no longer ready, closing within {} ms",
                notice.plus(timeout).toMillis());
        Thread closer = new Thread(() -> server.close(notice, timeout), "sluice-close");
        closer.setDaemon(true);
        closer.start();
        try {
            closer.join(notice.plus(timeout).plus(PATIENCE).toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (closer.isAlive()) {
            LOG.error("did not close in time; every acknowledged op is on disk, the rest is given up");
        } else {
            LOG.info("stopped");
        }
    }
}
