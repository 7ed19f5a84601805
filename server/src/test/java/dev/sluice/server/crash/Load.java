package dev.sluice.server.crash;

import dev.sluice.server.bench.client.ServiceAddress;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Everything that goes on in a server until it crashes, each part on a thread of its own.
 *
 * <p>Confined to one thread, apart from its parts.
 */
final class Load {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Ledger ledger;
    private final Crash crash = new Crash();
    private final List<Thread> parts = new ArrayList<>();

    private Load(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Begins a load.
     *
     * @param documents those that are written to all the time
     */
    static Load start(ServiceAddress service, Ledger ledger, List<String> documents, SplittableRandom random) {
        Load load = new Load(ledger);
        StreamLoad stream = new StreamLoad(service, ledger, load.crash, documents, random.split());
        load.run("stream", stream);
        load.run("rest", new RestLoad(service, ledger, load.crash, documents.get(0), stream::created, random.split()));
        load.run("summaries", new SummaryLoad(service, ledger, load.crash, documents, random.split()));
        return load;
    }

    /** From now on connections may be lost. */
    void expectCrash() {
        crash.announce();
    }

    /** Returns once nothing more can be acknowledged, after the server is gone. */
    void awaitEnd() {
        for (Thread part : parts) {
            try {
                part.join(LIMIT.toMillis());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            if (part.isAlive()) {
                throw new AssertionError("load " + part.getName() + " does not end");
            }
        }
        ledger.requireNoFailure();
    }

    private void run(String name, Runnable part) {
        Thread thread = new Thread(() -> guard(part), "crash-load-" + name);
        thread.setDaemon(true);
        thread.start();
        parts.add(thread);
    }

    private void guard(Runnable part) {
        try {
            part.run();
        } catch (UncheckedIOException cut) {
            if (!crash.isAnnounced()) {
                ledger.failed(cut);
            }
        } catch (RuntimeException | Error failure) {
            ledger.failed(failure);
        }
    }
}
