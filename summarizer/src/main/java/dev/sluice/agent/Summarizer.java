package dev.sluice.agent;

import dev.sluice.agent.SummaryHeuristics.OpKind;
import dev.sluice.collector.CollectionRun;
import dev.sluice.collector.Collector;
import dev.sluice.container.ContainerRuntime;
import dev.sluice.container.ContainerRuntimeFactory;
import dev.sluice.container.summary.SummaryOutcome;
import dev.sluice.container.summary.SummaryOutcome.Acknowledged;
import dev.sluice.container.summary.SummaryOutcome.Lost;
import dev.sluice.container.summary.SummaryOutcome.Refused;
import dev.sluice.datastore.DataStore;
import dev.sluice.datastore.DataStoreFactory;
import dev.sluice.driver.ClientDescription;
import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.event.Registration;
import dev.sluice.loader.ConnectionState;
import dev.sluice.loader.Container;
import dev.sluice.loader.ContainerEnvironment;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.ContainerOptions;
import dev.sluice.loader.LoadRequest;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.summary.CollectionSummary;
import dev.sluice.summary.SummaryBaseline;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A client of one document that does nothing but collect its garbage and write its summaries, when heuristics say so or somebody
 * asks. It has a container of its own and never edits.
 *
 * <p>A summary is written of what is sequenced, in one turn of the document's thread: nothing comes between the collection run and
 * what the summary says of it. One attempt is under way at a time. One that the service refuses for a while is repeated after that
 * while, one that was lost on the way a few times; any other waits for the next reason to summarize.
 *
 * <p>Once somebody else's summary is acknowledged this client does not know what ages it gave to what; it ends, and whoever opened it
 * may open another.
 *
 * <p>Made by {@link #open}; confined to its container's thread, but for {@link #summarize}, {@link #stop} and {@link #ended}.
 *
 * @since 0.1
 */
public final class Summarizer {
    private static final int ATTEMPTS_IF_REFUSED = 2;
    private static final int ATTEMPTS_IF_LOST = 5;
    private static final Duration PAUSE_IF_LOST = Duration.ofSeconds(1);

    private final DocumentKey document;
    private final ContainerEnvironment environment;
    private final SummarizerOptions options;
    private final Container container;
    private final ContainerRuntime<DataStore> runtime;
    private final Collector collector;
    private final SummaryBaseline baseline;
    private final SummaryHeuristics heuristics;
    private final CompletableFuture<End> ended = new CompletableFuture<>();
    private Registration timer = () -> {};
    private Optional<Repetition> repetition = Optional.empty();
    private @Nullable CompletableFuture<Attempt> current;
    private @Nullable AttemptMeter meter;
    private Optional<String> newest;
    private boolean isStopping;

    /**
     * An attempt that is to be repeated after a while.
     *
     * @param timer rings then
     * @param giveUp answers whoever waits for it with what is known by now
     */
    private record Repetition(Registration timer, Runnable giveUp) {}

    /** Why a summarizer has ended. */
    public enum End {
        /** It was told to. */
        STOPPED,
        /** Another client's summary was acknowledged. */
        OVERTAKEN,
        /** Its container has ended, for a reason that the container's events tell. */
        CLOSED
    }

    private Summarizer(
            DocumentKey document,
            ContainerEnvironment environment,
            SummarizerOptions options,
            Container container,
            ContainerRuntime<DataStore> runtime) {
        this.document = document;
        this.environment = environment;
        this.options = options;
        this.container = container;
        this.runtime = runtime;
        this.collector = new Collector(runtime.collection(), new RuntimeCollection(runtime), environment.clock());
        // Ops that came along while it was opened may have told of a summary newer than the loaded one (GC-109).
        this.baseline = runtime.knowsNewestSummary()
                ? SummaryBaseline.ofLoaded(
                        runtime.collection(), runtime.gcSnapshot().blobNames())
                : SummaryBaseline.none();
        this.heuristics = new SummaryHeuristics(options.policy(), runtime.baseSequenceNumber(), now());
        this.newest = runtime.headVersion().map(version -> version.id());
    }

    /**
     * Opens a document for summarizing.
     *
     * @return completes on the container's thread, with what may be called there; fails with {@link ContainerException} if the
     *     document cannot be opened
     */
    public static CompletionStage<Summarizer> open(
            ContainerEnvironment environment,
            DocumentServiceFactory services,
            DocumentKey document,
            SummarizerOptions options) {
        ContainerRuntimeFactory<DataStore> factory =
                new ContainerRuntimeFactory<>(new DataStoreFactory(options.registry()), options.runtime());
        ContainerOptions client = ContainerOptions.DEFAULTS.withClient(ClientDescription.SUMMARIZER);
        return Container.load(environment, client, factory, services, LoadRequest.latest(document))
                .thenCompose(container -> container.call(() -> opened(document, environment, options, container)));
    }

    @SuppressWarnings("unchecked") // It is what our factory made.
    private static Summarizer opened(
            DocumentKey document, ContainerEnvironment environment, SummarizerOptions options, Container container) {
        Summarizer summarizer = new Summarizer(
                document, environment, options, container, (ContainerRuntime<DataStore>) container.runtime());
        summarizer.begin();
        return summarizer;
    }

    private void begin() {
        container.events().onOp(this::processed);
        container.events().onConnected(clientId -> wait(heuristics.idleTime()));
        container.events().onClosed(cause -> end(End.CLOSED));
        if (container.isClosed()) {
            end(End.CLOSED);
        } else if (container.connectionState() == ConnectionState.CONNECTED) {
            wait(heuristics.idleTime());
        }
    }

    /** Completes when this summarizer does nothing any more, and its container has ended. */
    public CompletionStage<End> ended() {
        return ended.minimalCompletionStage();
    }

    /** The container, for those who want to know more of it. */
    public Container container() {
        return container;
    }

    /** What runs in it. */
    public ContainerRuntime<DataStore> runtime() {
        return runtime;
    }

    /**
     * Writes a summary as soon as the document is connected and no other is under way, whether anything is new or not. Safe for use
     * by many threads.
     *
     * @return completes on the container's thread with what became of the last attempt; fails with {@link ContainerException} if the
     *     document holds what cannot be summarized here (RT-088), with {@link IllegalStateException} if it has ended, and with
     *     whatever else went wrong in collecting and writing
     */
    public CompletionStage<Attempt> summarize() {
        CompletableFuture<Attempt> done = new CompletableFuture<>();
        container.execute(() -> whenReady(() -> copy(attempt(Trigger.ON_DEMAND), done), done));
        return done.minimalCompletionStage();
    }

    private void whenReady(Runnable task, CompletableFuture<?> done) {
        CompletableFuture<Attempt> under = current;
        if (ended.isDone() || container.isClosed()) {
            done.completeExceptionally(new IllegalStateException("the summarizer of " + document + " has ended"));
        } else if (under != null) {
            under.whenComplete((attempt, failure) -> whenReady(task, done));
        } else if (container.connectionState() != ConnectionState.CONNECTED) {
            onceConnected(() -> whenReady(task, done));
        } else {
            task.run();
        }
    }

    /** Whichever comes first, exactly once. */
    private void onceConnected(Runnable task) {
        Once once = new Once(task);
        once.until(container.events().onConnected(clientId -> once.run()));
        once.until(container.events().onClosed(cause -> once.run()));
    }

    private static <T> void copy(CompletionStage<T> from, CompletableFuture<T> to) {
        from.whenComplete((value, failure) -> {
            if (failure == null) {
                to.complete(value);
            } else {
                to.completeExceptionally(failure);
            }
        });
    }

    /**
     * Ends, after a last summary if enough has happened since the one before. Safe for use by many threads; harmless twice.
     *
     * @return completes as {@link #ended}
     */
    public CompletionStage<End> stop() {
        container.execute(this::stopSoon);
        return ended();
    }

    private void stopSoon() {
        if (isStopping || ended.isDone()) {
            return;
        }
        isStopping = true;
        giveUpRepetition();
        boolean isConnected = container.connectionState() == ConnectionState.CONNECTED;
        if (current != null) {
            current.whenComplete((attempt, failure) -> end(End.STOPPED));
        } else if (isConnected && heuristics.isWorthALast()) {
            attempt(Trigger.LAST).whenComplete((attempt, failure) -> end(End.STOPPED));
        } else {
            end(End.STOPPED);
        }
    }

    private void end(End how) {
        timer.close();
        if (ended.complete(how)) {
            container.close();
        }
        giveUpRepetition();
    }

    private void giveUpRepetition() {
        Optional<Repetition> due = repetition;
        repetition = Optional.empty();
        due.ifPresent(given -> {
            given.timer().close();
            given.giveUp().run();
        });
    }

    // When.

    private void processed(SequencedMessage op) {
        if (meter != null && op.type().equals(MessageType.SUMMARIZE) && isOwn(op)) {
            meter.sequenced();
        }
        if (op.type().equals(MessageType.SUMMARY_ACK)) {
            Optional<String> head = runtime.headVersion().map(version -> version.id());
            if (!head.equals(newest)) {
                newest = head;
                baseline.forget();
                end(End.OVERTAKEN);
                return;
            }
        }
        Optional<Trigger> due = heuristics.op(op.sequenceNumber(), kind(op), now());
        if (due.isPresent()) {
            tryNow(due.get());
        } else if (heuristics.hasNews()) {
            wait(heuristics.idleTime());
        }
    }

    private boolean isOwn(SequencedMessage op) {
        return container.clientId().filter(id -> id.equals(op.clientId())).isPresent();
    }

    private static OpKind kind(SequencedMessage op) {
        return switch (op.type()) {
            case MessageType.OP -> OpKind.RUNTIME;
            case MessageType.SUMMARIZE, MessageType.SUMMARY_ACK, MessageType.SUMMARY_NACK -> OpKind.SUMMARY;
            default -> OpKind.OTHER;
        };
    }

    private void wait(Duration idle) {
        timer.close();
        timer = environment.timers().after(idle, () -> container.execute(() -> tryNow(Trigger.IDLE)));
    }

    private void tryNow(Trigger trigger) {
        boolean mayBegin = !ended.isDone()
                && !isStopping
                && current == null
                && container.connectionState() == ConnectionState.CONNECTED
                && heuristics.hasNews();
        if (mayBegin) {
            attempt(trigger);
        }
    }

    // One attempt, with its repetitions.

    private CompletableFuture<Attempt> attempt(Trigger trigger) {
        timer.close();
        CompletableFuture<Attempt> answered = new CompletableFuture<>();
        // Whoever waits for the attempt goes on when it is over here, too.
        CompletableFuture<Attempt> done = answered.whenComplete(this::over);
        current = done;
        once(trigger, 1, answered);
        return done;
    }

    private void over(@Nullable Attempt attempt, @Nullable Throwable failure) {
        current = null;
        if (attempt != null) {
            options.listener().ended(attempt);
        } else if (failure != null) {
            options.listener().failed(document, failure);
        }
    }

    private void once(Trigger trigger, int number, CompletableFuture<Attempt> done) {
        if (ended.isDone()) {
            done.completeExceptionally(new IllegalStateException("the summarizer of " + document + " has ended"));
            return;
        }
        AttemptMeter measured = new AttemptMeter(environment.clock());
        meter = measured;
        // Before the collection, which may have something swept.
        Optional<String> obstacle = runtime.summaryObstacle();
        if (obstacle.isPresent()) {
            Lost lost = new Lost(obstacle.get());
            answered(attempt(trigger, Optional.empty(), lost, measured), Optional.empty(), number, done);
            return;
        }
        try {
            collectAndSubmit(trigger, number, measured, done);
        } catch (RuntimeException failed) {
            done.completeExceptionally(failed);
        }
    }

    private void collectAndSubmit(Trigger trigger, int number, AttemptMeter measured, CompletableFuture<Attempt> done) {
        Optional<CollectionRun> run = collector.run();
        Optional<CollectionSummary> summary = run.map(CollectionSummary::of);
        heuristics.attempted(runtime.sequenceNumber(), measured.began());
        measured.collected(run, summary);
        runtime.submitSummary(Requests.of(baseline, summary, number), measured::written)
                .whenComplete((outcome, failure) -> {
                    if (failure == null) {
                        measured.answered();
                        answered(attempt(trigger, run, outcome, measured), summary, number, done);
                    } else {
                        done.completeExceptionally(failure);
                    }
                });
    }

    private Attempt attempt(
            Trigger trigger, Optional<CollectionRun> run, SummaryOutcome outcome, AttemptMeter measured) {
        return new Attempt(document, trigger, run, outcome, since(measured.began()), measured.figures());
    }

    private void answered(
            Attempt attempt, Optional<CollectionSummary> summary, int number, CompletableFuture<Attempt> done) {
        SummaryOutcome outcome = attempt.outcome();
        if (outcome instanceof Acknowledged acknowledged) {
            newest = Optional.of(acknowledged.handle());
            heuristics.succeeded();
            summary.ifPresent(baseline::acknowledged);
            done.complete(attempt);
            return;
        }
        Optional<Duration> pause = pause(outcome, number);
        if (pause.isEmpty() || isStopping || container.isClosed()) {
            done.complete(attempt);
        } else {
            options.listener().repeated(attempt);
            Runnable again = () -> container.execute(() -> repeat(attempt.trigger(), number + 1, done));
            repetition = Optional.of(
                    new Repetition(environment.timers().after(pause.get(), again), () -> done.complete(attempt)));
        }
    }

    private void repeat(Trigger trigger, int number, CompletableFuture<Attempt> done) {
        if (repetition.isPresent()) {
            repetition = Optional.empty();
            once(trigger, number, done);
        }
    }

    private static Optional<Duration> pause(SummaryOutcome outcome, int number) {
        if (outcome instanceof Refused refused) {
            return number < ATTEMPTS_IF_REFUSED ? refused.retryAfter() : Optional.empty();
        }
        return number < ATTEMPTS_IF_LOST ? Optional.of(PAUSE_IF_LOST.multipliedBy(number)) : Optional.empty();
    }

    private Duration since(Instant began) {
        return Duration.between(began, now());
    }

    private Instant now() {
        return environment.clock().instant();
    }
}
