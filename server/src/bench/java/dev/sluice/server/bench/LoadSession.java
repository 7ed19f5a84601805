package dev.sluice.server.bench;

import dev.sluice.server.bench.client.SocketLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The connected clients of one shape of load, and what they count.
 *
 * <p>Confined to one thread.
 */
final class LoadSession implements LoadClient.Owner, AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(60);
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(60);

    private final SocketLoop loop = new SocketLoop();
    private final List<LoadClient> clients = new ArrayList<>();
    private final Receipts receipts = new Receipts();

    private Refill refill = Refill.NEVER;
    private int turn;

    /** What happens when a batch has come back. */
    private enum Refill {
        /** The next client submits one, so that as many stay in flight as were begun with. */
        ALWAYS,
        NEVER
    }

    private LoadSession() {}

    /** Connects every client of {@code shape} and returns once all have seen themselves join. */
    static LoadSession open(Server server, List<String> documents, Shape shape) {
        LoadSession session = new LoadSession();
        try {
            session.connect(server, documents, shape);
            return session;
        } catch (RuntimeException e) {
            session.loop.close();
            throw e;
        }
    }

    private void connect(Server server, List<String> documents, Shape shape) {
        for (String id : documents.subList(0, shape.documents())) {
            LoadDocument document = new LoadDocument(id, new ArrayList<>(), new ReadFrames());
            for (int i = 0; i < shape.clientsPerDocument(); i++) {
                LoadClient client = new LoadClient(loop, server.service(), document, shape.batch(), this);
                document.clients().add(client);
                clients.add(client);
                loop.pollUntil("a client to join document " + id, CONNECT_LIMIT, client::isReady);
            }
        }
    }

    Receipts receipts() {
        return receipts;
    }

    void poll(long timeoutMs) {
        loop.poll(timeoutMs);
    }

    /** Has the next client submit a batch; clients take turns over all documents. */
    void submit(long atNanos) {
        clients.get(turn).submit(atNanos);
        turn = (turn + 1) % clients.size();
    }

    /** Puts {@code batches} in flight and keeps them there until {@link #drain}. */
    void keepInFlight(int batches) {
        refill = Refill.ALWAYS;
        for (int i = 0; i < batches; i++) {
            submit(System.nanoTime());
        }
    }

    /** Submits nothing more and waits until everything submitted has come back. */
    void drain() {
        refill = Refill.NEVER;
        BooleanSupplier drained = () -> clients.stream().allMatch(LoadClient::isIdle);
        loop.pollUntil("the last batches to come back", DRAIN_LIMIT, drained);
    }

    @Override
    public void received(long latencyNanos) {
        receipts.received(latencyNanos);
        if (refill == Refill.ALWAYS) {
            submit(System.nanoTime());
        }
    }

    @Override
    public void delivered(int ops) {
        receipts.delivered(ops);
    }

    @Override
    public void close() {
        clients.forEach(LoadClient::close);
        loop.close();
    }
}
