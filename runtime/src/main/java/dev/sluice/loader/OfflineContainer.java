package dev.sluice.loader;

import dev.sluice.driver.DocumentStorage;
import dev.sluice.driver.OutboundSignal;
import dev.sluice.event.Registration;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.ProtocolState;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A container without a service: it takes ops that somebody kept, and carries each through the same checks, quorum and runtime as
 * a {@link Container} does. Nothing can be sent from it, and no timer rings.
 *
 * <p>Pure: it starts no thread, its clock is the timestamp of the newest op, its chance has a fixed seed. Confined to one thread.
 *
 * @param <R> what is hosted
 * @since 0.1
 */
public final class OfflineContainer<R extends HostedRuntime> {
    private static final Registration NEVER = () -> {};

    private static final Audience NOBODY = new Audience() {
        @Override
        public Map<String, JsonObject> clients() {
            return Map.of();
        }

        @Override
        public Registration onChange(Consumer<AudienceChange> listener) {
            return NEVER;
        }
    };

    /** What a container takes note of. */
    private enum Part {
        OBSERVER,
        SUMMARIZER
    }

    private final Part part;
    private final QuorumView quorum;
    private final R runtime;
    private final InboundChecks checks = new InboundChecks();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private Optional<SequencedMessage> lastMessage = Optional.empty();
    private @Nullable ContainerException closedBy;

    private OfflineContainer(ProtocolState protocol, Part part, Function<RuntimeContext, R> opening) {
        this.part = part;
        this.quorum = new QuorumView(protocol);
        this.runtime = opening.apply(new Context());
        runTasks();
    }

    /**
     * Opens a container.
     *
     * @param protocol the quorum as of the snapshot that {@code opening} loads
     * @param opening makes what is hosted
     * @throws ContainerException if {@code opening} finds a snapshot it cannot open
     */
    public static <R extends HostedRuntime> OfflineContainer<R> open(
            ProtocolState protocol, Function<RuntimeContext, R> opening) {
        return new OfflineContainer<>(protocol, Part.OBSERVER, opening);
    }

    /**
     * Opens a container as a summarizer's, which takes note of what collection needs to know; see {@link #open}.
     *
     * @throws ContainerException if {@code opening} finds a snapshot it cannot open
     */
    public static <R extends HostedRuntime> OfflineContainer<R> openAsSummarizer(
            ProtocolState protocol, Function<RuntimeContext, R> opening) {
        return new OfflineContainer<>(protocol, Part.SUMMARIZER, opening);
    }

    /**
     * Returns the quorum after an op, for those who come from an older state than their snapshot's.
     *
     * @throws ContainerException if no service would write the op here
     */
    public static ProtocolState advance(ProtocolState protocol, SequencedMessage op) {
        QuorumView view = new QuorumView(protocol);
        view.apply(InboundChecks.normalized(op));
        return view.state();
    }

    /**
     * Processes the next op.
     *
     * @throws ContainerException if it is not the next, or breaks a rule; its message names the op. The container is of no use
     *     afterwards
     */
    public void process(SequencedMessage raw) {
        SequencedMessage op = InboundChecks.normalized(raw);
        ProtocolState before = quorum.state();
        try {
            runtime.flush();
            checks.check(op, before);
            quorum.apply(op);
            checks.applied(op, before, quorum.state());
            lastMessage = Optional.of(op);
            runtime.process(op);
            runTasks();
        } catch (ContainerException broken) {
            throw broken;
        } catch (RuntimeException broken) {
            throw new ContainerException(
                    Kind.DATA_PROCESSING, "op " + op.sequenceNumber() + " could not be processed: " + broken, broken);
        }
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        if (closedBy != null) {
            throw closedBy;
        }
    }

    /** Returns what is hosted. */
    public R runtime() {
        return runtime;
    }

    /** Returns the quorum as of the newest op. */
    public ProtocolState protocol() {
        return quorum.state();
    }

    private final class Context implements RuntimeContext {
        private final Random random = new Random(0);

        @Override
        public Executor executor() {
            return tasks::add;
        }

        @Override
        public Timers timers() {
            return (delay, task) -> NEVER;
        }

        @Override
        public InstantSource clock() {
            return () -> lastMessage
                    .map(message -> Instant.ofEpochMilli(message.timestampMs()))
                    .orElse(Instant.EPOCH);
        }

        @Override
        public RandomGenerator random() {
            return random;
        }

        @Override
        public AttachState attachState() {
            return AttachState.ATTACHED;
        }

        @Override
        public ConnectionState connectionState() {
            return ConnectionState.DISCONNECTED;
        }

        @Override
        public Optional<String> clientId() {
            return Optional.empty();
        }

        @Override
        public boolean isReadonly() {
            return true;
        }

        @Override
        public boolean isSummarizer() {
            return part == Part.SUMMARIZER;
        }

        @Override
        public Quorum quorum() {
            return quorum;
        }

        @Override
        public Audience audience() {
            return NOBODY;
        }

        @Override
        public Optional<SequencedMessage> lastMessage() {
            return lastMessage;
        }

        @Override
        public long sequenceNumber() {
            return quorum.state().sequenceNumber();
        }

        @Override
        public long minimumSequenceNumber() {
            return quorum.state().minimumSequenceNumber();
        }

        @Override
        public long nextClientSequenceNumber() {
            throw notConnected();
        }

        @Override
        public int maxSubmissionBytes() {
            return DocumentLink.USUAL_SUBMISSION_BYTES;
        }

        @Override
        public void submit(List<DocumentMessage> messages) {
            throw notConnected();
        }

        @Override
        public void signal(OutboundSignal signal) {
            // Signals are dropped without a connection.
        }

        @Override
        public <T> CompletionStage<T> storage(Function<DocumentStorage, T> call) {
            return CompletableFuture.failedStage(new IllegalStateException("an offline container has no service"));
        }

        @Override
        public void dirtyChanged() {
            // Nobody asks.
        }

        @Override
        public void close(ContainerException cause) {
            closedBy = cause;
        }

        private IllegalStateException notConnected() {
            return new IllegalStateException("an offline container is never connected");
        }
    }
}
