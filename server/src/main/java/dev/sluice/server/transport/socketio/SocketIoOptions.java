package dev.sluice.server.transport.socketio;

import dev.sluice.server.transport.engineio.EngineIoOptions;
import java.time.Duration;

/**
 * Limits and times of a {@link SocketIoServer}. Immutable.
 *
 * @param engine those of the sessions underneath
 * @param connectTimeout time a client has to connect to the namespace after it opened a session
 * @param maxJsonDepth deepest nesting of an event's JSON, the event's own array included
 */
public record SocketIoOptions(EngineIoOptions engine, Duration connectTimeout, int maxJsonDepth) {
    /** Checks the limits. */
    public SocketIoOptions {
        if (connectTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("connectTimeout is " + connectTimeout + ", below 1 ms");
        }
        if (maxJsonDepth < 1) {
            throw new IllegalArgumentException("maxJsonDepth is " + maxJsonDepth + ", below 1");
        }
    }

    /** Returns the times clients expect and limits fit for one public node. */
    public static SocketIoOptions defaults() {
        return new SocketIoOptions(EngineIoOptions.defaults(), Duration.ofSeconds(45), 200);
    }

    /** Returns these options with others for the sessions underneath. */
    public SocketIoOptions withEngine(EngineIoOptions other) {
        return new SocketIoOptions(other, connectTimeout, maxJsonDepth);
    }

    /** Returns these options with another limit of nesting. */
    public SocketIoOptions withMaxJsonDepth(int depth) {
        return new SocketIoOptions(engine, connectTimeout, depth);
    }

    /** Returns these options with another connect timeout. */
    public SocketIoOptions withConnectTimeout(Duration timeout) {
        return new SocketIoOptions(engine, timeout, maxJsonDepth);
    }
}
