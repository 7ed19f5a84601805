package dev.sluice.server.bench;

import dev.sluice.server.bench.Metric.Unit;
import java.time.Duration;
import java.util.List;

/**
 * At a given rate, whether the server keeps up or not (an open loop): latency counts from the moment an op should have
 * left, so that a stall costs every op that fell into it.
 *
 * <p>Immutable.
 *
 * @param opsPerSecond over all clients, which take turns
 */
record FixedRate(Shape shape, int opsPerSecond, Pace pace) implements Scenario {
    /** The selector sleeps in whole milliseconds, so the last stretch before an op is due is polled through. */
    private static final long POLLED_NANOS = 1_100_000;

    @Override
    public String name() {
        return shape.label() + ", at " + opsPerSecond + " ops/s";
    }

    @Override
    public void measure(Server server, Results results) {
        List<String> documents = RestPool.createDocuments(server, shape.documents());
        try (LoadSession session = LoadSession.open(server, documents, shape)) {
            run(session, pace.warmUp());
            session.drain();
            session.receipts().reset();
            Window window = Window.open(server);
            run(session, pace.measured());
            session.drain();
            report(session.receipts(), window.read(), results);
        }
    }

    private void run(LoadSession session, Duration duration) {
        long interval = Duration.ofSeconds(1).toNanos() * shape.batch() / opsPerSecond;
        long start = System.nanoTime();
        long batches = duration.toNanos() / interval;
        for (long i = 0; i < batches; i++) {
            long due = start + i * interval;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                session.poll(left > 2 * POLLED_NANOS ? (left - POLLED_NANOS) / 1_000_000 : 0);
            }
            session.submit(due);
        }
    }

    private void report(Receipts receipts, Window.Reading reading, Results results) {
        double ops = (double) receipts.batches() * shape.batch();
        results.add(new Metric(name(), "latency p50", Unit.MILLISECONDS), receipts.latencyMs(50));
        results.add(new Metric(name(), "latency p99", Unit.MILLISECONDS), receipts.latencyMs(99));
        results.add(new Metric(name(), "server CPU per op", Unit.MICROSECONDS), reading.serverMicrosPer(ops));
        results.add(new Metric(name(), "load of other processes", Unit.PERCENT), reading.foreignLoad());
    }
}
