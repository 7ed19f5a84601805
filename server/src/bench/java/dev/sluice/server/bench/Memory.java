package dev.sluice.server.bench;

import dev.sluice.server.bench.Metric.Unit;
import dev.sluice.server.bench.client.ConnectRequest;
import dev.sluice.server.bench.client.FluidConnection;
import dev.sluice.server.bench.client.FluidListener;
import dev.sluice.server.bench.client.SocketLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a document costs in memory when nobody edits it any more, and what a connection costs while it is there.
 *
 * <p>What counts is the live heap, read before and after with all garbage collected. Resident memory is read as well, but
 * a managed heap neither grows with every object nor gives back what it has grown by; a first population, not counted,
 * is gone through to stretch it.
 *
 * <p>Immutable.
 *
 * @param population documents, and connections, to divide by
 */
record Memory(int population, Duration settle) implements Scenario {
    private static final int OPS_PER_DOCUMENT = 10;
    private static final int CONNECTIONS_PER_DOCUMENT = 10;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final FluidListener DEAF = (connection, frame, from, to) -> {};

    @Override
    public String name() {
        return "Memory";
    }

    @Override
    public void measure(Server server, Results results) {
        edit(server, RestPool.createDocuments(server, population));
        HeapReading before = settled(server);
        List<String> documents = RestPool.createDocuments(server, population);
        edit(server, documents);
        HeapReading idle = settled(server);
        results.add(new Metric(name(), "server with no document open", Unit.MEBIBYTES), idle.resident() / 1048576.0);
        report("idle document", before, idle, results);
        connect(server, documents, idle, results);
    }

    private void edit(Server server, List<String> documents) {
        Shape shape = new Shape(1, 1, 1);
        for (String document : documents) {
            try (LoadSession session = LoadSession.open(server, List.of(document), shape)) {
                for (int i = 0; i < OPS_PER_DOCUMENT; i++) {
                    session.submit(System.nanoTime());
                }
                session.drain();
            }
        }
    }

    private void connect(Server server, List<String> documents, HeapReading idle, Results results) {
        try (SocketLoop loop = new SocketLoop()) {
            List<FluidConnection> connections = new ArrayList<>();
            for (int i = 0; i < population; i++) {
                String document = documents.get(i / CONNECTIONS_PER_DOCUMENT);
                FluidConnection connection = FluidConnection.open(
                        loop, new ConnectRequest(server.service(), document, ConnectRequest.Role.WRITER), DEAF);
                loop.pollUntil("a connection", LIMIT, connection::isConnected);
                connections.add(connection);
            }
            report("connection", idle, settled(server), results);
            connections.forEach(FluidConnection::close);
        }
    }

    private HeapReading settled(Server server) {
        Pause.of(settle);
        return HeapReading.of(server.meter());
    }

    private void report(String thing, HeapReading before, HeapReading after, Results results) {
        results.add(
                new Metric(name(), "resident, per " + thing, Unit.KIBIBYTES),
                (after.resident() - before.resident()) / 1024.0 / population);
        if (after.live() > 0) {
            results.add(
                    new Metric(name(), "live heap, per " + thing, Unit.KIBIBYTES),
                    (after.live() - before.live()) / 1024.0 / population);
        }
    }
}
