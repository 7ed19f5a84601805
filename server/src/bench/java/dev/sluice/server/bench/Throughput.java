package dev.sluice.server.bench;

import dev.sluice.server.bench.Metric.Unit;
import java.time.Duration;
import java.util.List;

/**
 * As fast as the server lets it: a fixed number of batches is kept in flight, clients taking turns, and the next leaves
 * when one has come back (a closed loop).
 *
 * <p>Immutable.
 *
 * @param inFlight batches, over all clients
 */
record Throughput(Shape shape, int inFlight, Pace pace) implements Scenario {

    @Override
    public String name() {
        return shape.label();
    }

    @Override
    public void measure(Server server, Results results) {
        List<String> documents = RestPool.createDocuments(server, shape.documents());
        try (LoadSession session = LoadSession.open(server, documents, shape)) {
            session.keepInFlight(inFlight);
            long best = run(session, pace.warmUp());
            session.receipts().reset();
            Window window = Window.open(server);
            best = Math.max(best, run(session, pace.measured()));
            report(session.receipts(), window.read(), results);
            results.add(new Metric(name(), "sequenced ops, best second", Unit.PER_SECOND), (double) best);
            session.drain();
        }
    }

    /** Returns the ops of the best second; a server that slows down as its log grows is at its best early on. */
    private long run(LoadSession session, Duration duration) {
        long best = 0;
        for (long second = 0; second < duration.toSeconds(); second++) {
            long before = session.receipts().batches();
            long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
            while (System.nanoTime() - end < 0) {
                session.poll(10);
            }
            best = Math.max(best, (session.receipts().batches() - before) * shape.batch());
        }
        return best;
    }

    private void report(Receipts receipts, Window.Reading reading, Results results) {
        double ops = (double) receipts.batches() * shape.batch();
        results.add(new Metric(name(), "sequenced ops", Unit.PER_SECOND), reading.perSecond(ops));
        results.add(
                new Metric(name(), "deliveries", Unit.PER_SECOND), reading.perSecond((double) receipts.deliveries()));
        results.add(new Metric(name(), "latency at this load, p50", Unit.MILLISECONDS), receipts.latencyMs(50));
        results.add(new Metric(name(), "latency at this load, p99", Unit.MILLISECONDS), receipts.latencyMs(99));
        results.add(new Metric(name(), "server CPU per op", Unit.MICROSECONDS), reading.serverMicrosPer(ops));
        results.add(new Metric(name(), "generator's load", Unit.PERCENT), reading.ownLoad());
        results.add(new Metric(name(), "load of other processes", Unit.PERCENT), reading.foreignLoad());
    }
}
