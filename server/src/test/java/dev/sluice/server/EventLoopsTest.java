package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.server.ordering.DocumentThread;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Asking Vert.x for a context from one thread gives the same event loop each time, on which once everything ran. */
@Timeout(30)
final class EventLoopsTest {
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(3));
    private final Set<Thread> seen = ConcurrentHashMap.newKeySet();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private List<Context> eventLoops() {
        return EventLoops.open(vertx, 3).toCompletableFuture().join();
    }

    @Test
    void contexts_asManyAsEventLoops_haveAThreadEach() {
        eventLoops().forEach(context -> runAndWait(context::runOnContext));
        assertThat(seen).hasSize(3);
    }

    @Test
    void documents_many_areSpreadOverAllThreads() {
        VertxDocumentThreads threads = new VertxDocumentThreads(vertx, eventLoops());
        IntStream.range(0, 100)
                .mapToObj(i -> new DocumentKey(new TenantId("acme"), new DocumentId("doc" + i)))
                .map(threads)
                .forEach((DocumentThread thread) -> runAndWait(task -> thread.execute(() -> task.handle(null))));
        assertThat(seen).hasSize(3);
    }

    private void runAndWait(Consumer<Handler<Void>> run) {
        CompletableFuture<Thread> ran = new CompletableFuture<>();
        run.accept(nothing -> ran.complete(Thread.currentThread()));
        seen.add(ran.join());
    }
}
