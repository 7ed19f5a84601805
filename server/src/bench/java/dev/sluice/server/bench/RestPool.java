package dev.sluice.server.bench;

import dev.sluice.server.bench.client.FluidRest;
import dev.sluice.server.bench.client.RestEncoding;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * Several REST connections that work off a list together, as a browser's do when a driver loads a document.
 *
 * <p>Confined to one thread, which waits while the pool's own work.
 */
final class RestPool implements AutoCloseable {
    private final List<FluidRest> connections;
    private final ExecutorService workers;

    private RestPool(List<FluidRest> connections) {
        this.connections = connections;
        this.workers = Executors.newFixedThreadPool(connections.size());
    }

    static RestPool open(Server server, RestEncoding encoding, String documentId, int connections) {
        return new RestPool(IntStream.range(0, connections)
                .mapToObj(unused -> new FluidRest(server.service(), encoding, documentId))
                .toList());
    }

    /** Creates small documents and returns their ids. */
    static List<String> createDocuments(Server server, int count) {
        try (RestPool pool = open(server, RestEncoding.RESTLESS, "", 4)) {
            List<Integer> numbers = IntStream.range(0, count).boxed().toList();
            return pool.map(numbers, (rest, unused) -> rest.createDocument());
        }
    }

    /** One of the connections, for calls that nothing runs beside. */
    FluidRest first() {
        return connections.get(0);
    }

    /** Returns what {@code call} makes of each item, in the items' order. */
    <T, R> List<R> map(List<T> items, BiFunction<FluidRest, T, R> call) {
        AtomicInteger next = new AtomicInteger();
        List<Future<List<Answer<R>>>> parts = new ArrayList<>();
        for (FluidRest connection : connections) {
            parts.add(workers.submit(() -> {
                List<Answer<R>> answers = new ArrayList<>();
                for (int i = next.getAndIncrement(); i < items.size(); i = next.getAndIncrement()) {
                    answers.add(new Answer<>(i, call.apply(connection, items.get(i))));
                }
                return answers;
            }));
        }
        return parts.stream()
                .flatMap(part -> get(part).stream())
                .sorted((a, b) -> Integer.compare(a.index(), b.index()))
                .map(Answer::value)
                .toList();
    }

    private record Answer<R>(int index, R value) {}

    private static <R> R get(Future<R> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a REST worker failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while measuring", e);
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
        connections.forEach(FluidRest::close);
    }
}
