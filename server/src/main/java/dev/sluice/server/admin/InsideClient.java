package dev.sluice.server.admin;

import dev.sluice.agent.Attempt;
import dev.sluice.agent.AttemptListener;
import dev.sluice.agent.Summarizer;
import dev.sluice.agent.SummarizerOptions;
import dev.sluice.agent.SummaryPolicy;
import dev.sluice.client.ClientThreads;
import dev.sluice.container.RuntimeOptions;
import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.DriverException;
import dev.sluice.driver.Version;
import dev.sluice.gc.GcException;
import dev.sluice.gc.session.GcSetup;
import dev.sluice.inspect.OfflineDocument;
import dev.sluice.inspect.StoredDocument;
import dev.sluice.loader.Container;
import dev.sluice.loader.ContainerException;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.restore.NodeRestore;
import dev.sluice.restore.RestoreException;
import dev.sluice.restore.RestoreRequest;
import dev.sluice.restore.RestoreResult;
import dev.sluice.server.driver.DirectDriver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Opens documents of the server for an operator, from inside: to look at them, or to collect and summarize them.
 *
 * <p>Few at a time, since each is held in memory. Calls block. Safe for use by many threads.
 */
public final class InsideClient {
    private static final int AT_ONCE = 2;

    private final DocumentServiceFactory services;
    private final ClientThreads threads;
    private final InstantSource clock;
    private final AttemptListener attempts;
    private final Duration timeout;
    private final Semaphore places = new Semaphore(AT_ONCE);

    /**
     * Makes a client.
     *
     * @param clock the server's
     * @param attempts hears of each summary
     * @param timeout how long one call may take
     */
    public InsideClient(
            DocumentServiceFactory services,
            ClientThreads threads,
            InstantSource clock,
            AttemptListener attempts,
            Duration timeout) {
        this.services = services;
        this.threads = threads;
        this.clock = clock;
        this.attempts = attempts;
        this.timeout = timeout;
    }

    /** Collects a document's garbage and writes its summary, once, whoever else is there. */
    Attempt summarize(DocumentKey key, GcSetup collection) {
        return within(() -> {
            CompletableFuture<Summarizer> opening = Summarizer.open(
                            threads.environment(clock), services, key, options(collection))
                    .toCompletableFuture();
            try {
                return await(key, opening.thenCompose(Summarizer::summarize));
            } finally {
                // Also what opens only later, for nobody waits for it any more.
                opening.thenAccept(InsideClient::leave);
            }
        });
    }

    /** Opens a document from what is stored, as it is now or at a version that is kept, and asks something about it. */
    <T> T ask(DocumentKey key, Optional<String> version, GcSetup collection, Question<T> question) {
        return inBackground(key, () -> {
            try (StoredDocument stored = StoredDocument.of(services, key, options(collection))) {
                OfflineDocument document =
                        version.map(Version::ofId).map(stored::at).orElseGet(stored::newest);
                return question.ask(stored, document);
            }
        });
    }

    /** What is found out about a document. */
    @FunctionalInterface
    interface Question<T> {
        T ask(StoredDocument stored, OfflineDocument document);
    }

    /** Brings a node back, as a client that edits the document. */
    RestoreResult restore(DocumentKey key, GcSetup collection, RestoreRequest request) {
        return inBackground(
                key,
                () -> NodeRestore.restore(threads.environment(clock), services, key, options(collection), request));
    }

    /** Work that outlives the patience of who asked keeps its place until it is done. */
    private <T> T inBackground(DocumentKey key, Supplier<T> work) {
        takePlace();
        CompletableFuture<T> answer = CompletableFuture.supplyAsync(work, threads.pool());
        return await(key, answer.whenComplete((found, failure) -> places.release()));
    }

    private void takePlace() {
        if (!places.tryAcquire()) {
            throw AdminException.conflict(AT_ONCE + " documents are being looked at already; try again later");
        }
    }

    static AdminException notCollected(DocumentKey key) {
        return AdminException.conflict(
                key + " is not collected: its metadata does not allow it, or nothing was ever sequenced in it");
    }

    private SummarizerOptions options(GcSetup collection) {
        return SummarizerOptions.DEFAULT
                .withPolicy(SummaryPolicy.ON_DEMAND)
                .withRuntime(RuntimeOptions.DEFAULT.withCollection(collection))
                .withListener(attempts);
    }

    private static void leave(Summarizer summarizer) {
        Container container = summarizer.container();
        container.execute(container::close);
    }

    /** Work that opens a document. */
    private interface Work<T> {
        T run();
    }

    private <T> T within(Work<T> work) {
        takePlace();
        try {
            return work.run();
        } finally {
            places.release();
        }
    }

    private <T> T await(DocumentKey key, CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failure(key, failed.getCause() == null ? failed : failed.getCause());
        } catch (TimeoutException late) {
            throw AdminException.failed(key + ": no result within " + timeout);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw AdminException.failed("the server stops");
        }
    }

    /** Names what could not be opened or written in words for an operator, and with the status that fits. */
    static AdminException failure(DocumentKey key, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AdminException known) {
                return known;
            }
            if (cause instanceof RestoreException refused) {
                return GcRestoreCommand.refusal(refused);
            }
            if (cause instanceof GcException settings && settings.kind() == GcException.Kind.USAGE) {
                return AdminException.badRequest(String.valueOf(settings.getMessage()));
            }
            if (cause instanceof DriverException driver) {
                return ofDriver(key, driver.error());
            }
        }
        if (failure instanceof ContainerException container) {
            String message = key + ": " + container.code() + ": " + container.getMessage();
            return container.retryable() ? AdminException.failed(message) : AdminException.conflict(message);
        }
        return AdminException.failed(key + ": " + failure.getMessage());
    }

    private static AdminException ofDriver(DocumentKey key, DriverError error) {
        String message = key + ": " + error.message();
        if (error instanceof DriverError.NotFound) {
            return AdminException.notFound(message);
        }
        boolean isTooLarge = error instanceof DriverError.Refused refused && refused.status() == DirectDriver.TOO_LARGE;
        return isTooLarge ? AdminException.conflict(message) : AdminException.failed(message);
    }
}
