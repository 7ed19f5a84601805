package dev.sluice.agent;

import dev.sluice.loader.ConnectionState;
import dev.sluice.loader.Container;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * When an open container has what there was in its document when it connected.
 *
 * @since 0.1
 */
public final class UpToDate {
    private UpToDate() {}

    /**
     * Waits until a container is connected, or has ended. To be called on the container's thread.
     *
     * @return completes on that thread with the container
     */
    public static CompletionStage<Container> await(Container container) {
        CompletableFuture<Container> ready = new CompletableFuture<>();
        if (container.isClosed() || container.connectionState() == ConnectionState.CONNECTED) {
            ready.complete(container);
            return ready;
        }
        Once once = new Once(() -> ready.complete(container));
        once.until(container.events().onConnectionState(state -> {
            if (state == ConnectionState.CONNECTED) {
                once.run();
            }
        }));
        once.until(container.events().onClosed(cause -> once.run()));
        return ready;
    }
}
