package dev.sluice.driver.http;

import dev.sluice.driver.DriverException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Requests that overlap. */
final class Parallel {
    private Parallel() {}

    /**
     * Returns what {@code work} makes of each input, in order; blocks.
     *
     * @throws DriverException the first failure; what has not begun then is not begun
     */
    static <A, B> List<B> map(List<A> inputs, Executor executor, Function<A, B> work) {
        if (inputs.size() == 1) {
            return List.of(work.apply(inputs.get(0)));
        }
        List<CompletableFuture<B>> running = new ArrayList<>();
        for (A input : inputs) {
            running.add(CompletableFuture.supplyAsync(() -> work.apply(input), executor));
        }
        List<B> results = new ArrayList<>();
        try {
            running.forEach(one -> results.add(one.join()));
            return results;
        } catch (CompletionException failed) {
            running.forEach(one -> one.cancel(false));
            if (failed.getCause() instanceof DriverException cause) {
                throw cause;
            }
            throw failed;
        }
    }
}
