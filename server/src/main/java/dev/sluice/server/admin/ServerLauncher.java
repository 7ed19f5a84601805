package dev.sluice.server.admin;

import dev.sluice.server.config.ServerConfig;
import java.net.URI;
import java.time.Duration;
import java.util.ServiceLoader;

/**
 * Puts a server together and starts it; found by {@link ServiceLoader}, so that the command line does not depend on what it
 * starts.
 */
public interface ServerLauncher {
    /**
     * Starts a server and returns when it is ready to serve.
     *
     * @throws StartupException if it cannot start; then nothing of it is left running
     */
    Server start(ServerConfig config);

    /** A server that is ready. Safe for use by many threads. */
    interface Server {
        /** Returns the address it really listens on. */
        URI url();

        /**
         * Turns readiness off, goes on serving for {@code notice}, then drains, flushes and closes; returns when that is done
         * or {@code timeout} has passed since. Idempotent.
         */
        void close(Duration notice, Duration timeout);
    }

    /** The server cannot start; the message is one line for the operator. */
    final class StartupException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** Creates an exception without a cause. */
        public StartupException(String message) {
            super(message);
        }

        /** Creates an exception with a cause. */
        public StartupException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Returns the launcher that this program was built with.
     *
     * @throws StartupException if it was built without one
     */
    static ServerLauncher installed() {
        return ServiceLoader.load(ServerLauncher.class)
                .findFirst()
                .orElseThrow(() -> new StartupException("this build of sluice contains no server"));
    }
}
