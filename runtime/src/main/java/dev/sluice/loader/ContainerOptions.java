package dev.sluice.loader;

import dev.sluice.driver.ClientDescription;
import dev.sluice.driver.ConnectionMode;

/**
 * How a container behaves. Immutable.
 *
 * @param client what other clients learn about this one
 * @param mode how the first connection is asked for; a reader becomes a writer with its first edit
 * @param limits what is kept of what comes in
 * @param maxHistoryBytes how many bytes of ops are kept for {@link Container#closeAndGetPendingState}; once there are more, that
 *     call reads them from the service; 0 keeps none
 * @since 0.1
 */
public record ContainerOptions(
        ClientDescription client, ConnectionMode mode, InboundLimits limits, long maxHistoryBytes) {
    private static final long HISTORY = 16L << 20;

    /** An editor that a person works with. */
    public static final ContainerOptions DEFAULTS =
            new ContainerOptions(ClientDescription.INTERACTIVE, ConnectionMode.WRITE, InboundLimits.DEFAULTS, HISTORY);

    /** Returns these options for another client. */
    public ContainerOptions withClient(ClientDescription other) {
        return new ContainerOptions(other, mode, limits, maxHistoryBytes);
    }

    /** Returns these options with another first mode. */
    public ContainerOptions withMode(ConnectionMode other) {
        return new ContainerOptions(client, other, limits, maxHistoryBytes);
    }

    /** Returns these options with other limits. */
    public ContainerOptions withLimits(InboundLimits other) {
        return new ContainerOptions(client, mode, other, maxHistoryBytes);
    }

    /** Returns these options with another bound on the history. */
    public ContainerOptions withMaxHistoryBytes(long bytes) {
        return new ContainerOptions(client, mode, limits, bytes);
    }

    boolean isSummarizer() {
        return client.type().filter("summarizer"::equals).isPresent();
    }
}
