package dev.sluice.server.pool;

import dev.sluice.agent.Attempt;
import dev.sluice.agent.Summarizer;
import dev.sluice.agent.SummarizerElection.Kind;
import dev.sluice.agent.SummarizerOptions;
import dev.sluice.container.summary.SummaryOutcome;
import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.DriverException;
import dev.sluice.event.Registration;
import dev.sluice.loader.Container;
import dev.sluice.loader.ContainerEnvironment;
import dev.sluice.loader.ContainerException;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.MessageType;
import dev.sluice.server.driver.DirectDriver;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Opens one document, summarizes it, and leaves.
 *
 * <p>Steps back as soon as an interactive client is in the document: while a summarizer is there, nobody elects another (RT-083). A
 * summary that was proposed by then is answered all the same.
 *
 * <p>{@link #run} blocks the pool's thread that calls it; {@link #stop} may come from any thread.
 */
final class PoolSession {
    private final ContainerEnvironment environment;
    private final DocumentServiceFactory services;
    private final DocumentKey document;
    private final SummarizerOptions options;
    private final CompletableFuture<PoolOutcome> interrupted = new CompletableFuture<>();

    PoolSession(
            ContainerEnvironment environment,
            DocumentServiceFactory services,
            DocumentKey document,
            SummarizerOptions options) {
        this.environment = environment;
        this.services = services;
        this.document = document;
        this.options = options;
    }

    /** Works until there is a summary, or it is known that there will be none, or the time is over. */
    PoolOutcome run(Duration timeout) {
        Registration timer = environment
                .timers()
                .after(timeout, () -> interrupted.complete(new PoolOutcome.Failed("it took longer than " + timeout)));
        CompletableFuture<Summarizer> opening =
                Summarizer.open(environment, services, document, options).toCompletableFuture();
        try {
            return summarize(await(opening));
        } catch (InterruptedSession stopped) {
            return interrupted.join();
        } catch (CompletionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            if (opening.isCompletedExceptionally()) {
                // Of summaries that fail the summarizer tells; here there is none.
                options.listener().failed(document, cause);
            }
            return outcome(cause);
        } finally {
            timer.close();
            leave(opening);
        }
    }

    /** Ends as soon as possible; {@link #run} returns soon after. */
    void stop() {
        interrupted.complete(new PoolOutcome.Nothing());
    }

    private PoolOutcome summarize(Summarizer summarizer) {
        Container container = summarizer.container();
        // Watched before anything is begun: whoever is there already goes first.
        await(container.call(() -> watch(container)));
        Attempt attempt = await(summarizer.summarize());
        if (attempt.isAcknowledged() && hasSwept(attempt)) {
            // What it had deleted is still in that summary, and the next may be long in coming.
            attempt = await(summarizer.summarize());
        }
        return outcome(attempt);
    }

    private static boolean hasSwept(Attempt attempt) {
        return attempt.run().filter(run -> !run.plan().swept().isEmpty()).isPresent();
    }

    private Registration watch(Container container) {
        Registration watching = container.events().onOp(op -> {
            if (op.type().equals(MessageType.JOIN)) {
                stepBackIfElectable(container);
            }
        });
        stepBackIfElectable(container);
        return watching;
    }

    private void stepBackIfElectable(Container container) {
        boolean isElectable = container.quorum().members().values().stream()
                .map(member -> Kind.of(member.client()))
                .anyMatch(kind -> kind == Kind.INTERACTIVE);
        if (isElectable) {
            interrupted.complete(new PoolOutcome.SteppedBack());
            // Now, and not when the pool's thread comes to it: nothing must be proposed any more.
            container.close();
        }
    }

    /** Waits until the document is left; what opens only later leaves by itself, for nobody waits for it any more. */
    private static void leave(CompletableFuture<Summarizer> opening) {
        CompletableFuture<Summarizer.End> left = opening.thenCompose(summarizer -> {
            Container container = summarizer.container();
            container.execute(container::close);
            return summarizer.ended();
        });
        if (opening.isDone() && !opening.isCompletedExceptionally()) {
            left.join();
        }
    }

    /** Waits for a stage, or for the end of this session. */
    private <T> T await(CompletionStage<T> stage) {
        CompletableFuture<T> awaited = stage.toCompletableFuture();
        // The end comes first: what fails because of it is no failure.
        CompletableFuture.anyOf(interrupted, awaited).join();
        if (interrupted.isDone()) {
            throw new InterruptedSession();
        }
        return awaited.join();
    }

    private static PoolOutcome outcome(Attempt attempt) {
        if (attempt.outcome() instanceof SummaryOutcome.Refused refused) {
            return new PoolOutcome.Failed("the summary was refused: " + refused.reason());
        }
        if (attempt.outcome() instanceof SummaryOutcome.Lost lost) {
            return new PoolOutcome.Failed(lost.reason());
        }
        return new PoolOutcome.Summarized();
    }

    /** What a document holds does not change by waiting; what a service does may. */
    static PoolOutcome outcome(Throwable failure) {
        String reason = String.valueOf(failure.getMessage());
        Optional<DriverError> service = serviceError(failure);
        if (service.isPresent()) {
            if (service.get() instanceof DriverError.NotFound) {
                return new PoolOutcome.Nothing();
            }
            boolean isTooLarge =
                    service.get() instanceof DriverError.Refused refused && refused.status() == DirectDriver.TOO_LARGE;
            return isTooLarge ? new PoolOutcome.LeftAlone(service.get().message()) : new PoolOutcome.Failed(reason);
        }
        return failure instanceof ContainerException container && !container.retryable()
                ? new PoolOutcome.LeftAlone(container.code() + ": " + reason)
                : new PoolOutcome.Failed(reason);
    }

    private static Optional<DriverError> serviceError(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DriverException driver) {
                return Optional.of(driver.error());
            }
        }
        return Optional.empty();
    }

    /** The session was told to end. */
    private static final class InterruptedSession extends RuntimeException {
        private static final long serialVersionUID = 1L;

        InterruptedSession() {
            super("the session was told to end", null, false, false);
        }
    }
}
