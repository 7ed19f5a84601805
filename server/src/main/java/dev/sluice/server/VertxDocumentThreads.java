package dev.sluice.server;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.server.ordering.DocumentThread;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Spreads documents over event loops: a document always has the same one. Safe for use by many threads.
 */
final class VertxDocumentThreads implements Function<DocumentKey, DocumentThread> {
    private final List<DocumentThread> threads;

    VertxDocumentThreads(Vertx vertx, List<Context> eventLoops) {
        threads = eventLoops.stream()
                .<DocumentThread>map(context -> new VertxDocumentThread(vertx, context))
                .toList();
    }

    @Override
    public DocumentThread apply(DocumentKey key) {
        int hash = key.hashCode() * 0x9E3779B9;
        return threads.get(Integer.remainderUnsigned(hash ^ (hash >>> 16), threads.size()));
    }

    private record VertxDocumentThread(Vertx vertx, Context context) implements DocumentThread {
        @Override
        public void execute(Runnable task) {
            context.runOnContext(nothing -> task.run());
        }

        @Override
        public void schedule(Duration delay, Runnable task) {
            vertx.setTimer(Math.max(1, delay.toMillis()), timer -> execute(task));
        }

        @Override
        public <T> CompletionStage<T> blocking(Callable<T> work) {
            return context.executeBlocking(work, false).toCompletionStage();
        }
    }
}
