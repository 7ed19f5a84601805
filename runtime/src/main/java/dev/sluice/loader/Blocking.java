package dev.sluice.loader;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** Calls that wait, made elsewhere and completed here. */
final class Blocking {
    private Blocking() {}

    /**
     * Makes a call on one executor and completes on another.
     *
     * @return fails with what {@code call} threw, or if {@code io} does not take it
     */
    static <T> CompletionStage<T> call(Executor io, Executor here, Supplier<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            io.execute(() -> {
                try {
                    T value = call.get();
                    here.execute(() -> result.complete(value));
                } catch (RuntimeException | Error failure) {
                    here.execute(() -> result.completeExceptionally(failure));
                }
            });
        } catch (RejectedExecutionException refused) {
            result.completeExceptionally(refused);
        }
        return result;
    }
}
