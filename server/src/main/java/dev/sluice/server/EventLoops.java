package dev.sluice.server;

import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One context on each event loop.
 *
 * <p>Only a deployment yields contexts of different event loops: {@link Vertx#getOrCreateContext} gives all that one thread asks
 * for the same loop.
 */
final class EventLoops {
    private EventLoops() {}

    /** Returns {@code count} contexts; each has a loop of its own as long as there are as many. */
    static CompletionStage<List<Context>> open(Vertx vertx, int count) {
        List<Context> contexts = new CopyOnWriteArrayList<>();
        return vertx.deployVerticle(
                        () -> context -> {
                            contexts.add(context);
                            return Future.succeededFuture();
                        },
                        new DeploymentOptions().setInstances(count))
                .map(deployed -> List.copyOf(contexts))
                .toCompletionStage();
    }
}
