package dev.sluice.client;

import dev.sluice.event.Registration;
import dev.sluice.loader.Container;
import dev.sluice.loader.ContainerException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/**
 * Waits for a condition of a document, and lets go of the container's events once nobody waits any more. Confined to its
 * container's thread.
 */
final class Condition {
    private final Container container;
    private final BooleanSupplier holds;
    private final CompletableFuture<Void> reached;

    private Condition(Container container, BooleanSupplier holds, CompletableFuture<Void> reached) {
        this.container = container;
        this.holds = holds;
        this.reached = reached;
    }

    /** Returns a stage that completes once the condition holds. From any thread. */
    static CompletionStage<Void> watch(Container container, BooleanSupplier holds) {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        Condition condition = new Condition(container, holds, reached);
        container.call(condition::start).whenComplete((started, failure) -> {
            if (failure != null) {
                reached.completeExceptionally(failure);
            }
        });
        return reached;
    }

    private boolean start() {
        ask();
        if (container.isClosed()) {
            ended(Optional.empty());
        }
        if (!reached.isDone()) {
            // What an op does to the document is whole only when the one who told of it has returned.
            Registration ops = container.events().onOp(op -> container.execute(this::ask));
            Registration end = container.events().onClosed(this::ended);
            reached.whenComplete((nothing, failure) -> container.execute(() -> {
                ops.close();
                end.close();
            }));
        }
        return true;
    }

    private void ask() {
        if (reached.isDone()) {
            return;
        }
        try {
            if (holds.getAsBoolean()) {
                reached.complete(null);
            }
        } catch (RuntimeException failure) {
            reached.completeExceptionally(failure);
        }
    }

    private void ended(Optional<ContainerException> cause) {
        reached.completeExceptionally(cause.<RuntimeException>map(failure -> failure)
                .orElseGet(() -> new IllegalStateException("the container was closed")));
    }
}
