package dev.sluice.agent;

import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.event.Registration;
import dev.sluice.loader.ConnectionState;
import dev.sluice.loader.Container;
import dev.sluice.loader.ContainerEnvironment;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.SequencedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Sees to the summaries of a document that an application has open: whenever this client is the one that is expected to summarize,
 * a {@link Summarizer} works beside it, over a connection of its own (RT-082).
 *
 * <table>
 *   <caption>Transitions</caption>
 *   <tr><td>idle</td><td>elected and connected</td><td>delayed</td></tr>
 *   <tr><td>delayed</td><td>the time is over</td><td>opening</td></tr>
 *   <tr><td>delayed</td><td>no longer elected, disconnected, closed</td><td>idle</td></tr>
 *   <tr><td>opening</td><td>the document is open</td><td>running, or idle if no longer elected</td></tr>
 *   <tr><td>opening</td><td>the document cannot be opened</td><td>idle, until the next op</td></tr>
 *   <tr><td>running</td><td>no longer elected, disconnected, closed</td><td>idle; the summarizer writes a last summary if that is worth it
 *       </td></tr>
 *   <tr><td>running</td><td>the summarizer ended by itself</td><td>idle, and so delayed</td></tr>
 * </table>
 *
 * <p>An application whose clients say that they are interactive must have one of these for each open container, or its documents are
 * never summarized while such a client is the eldest. Confined to the container's thread, but for {@link #close}.
 *
 * @since 0.1
 */
public final class SummaryAgent implements AutoCloseable {
    private final Container container;
    private final ContainerEnvironment environment;
    private final DocumentServiceFactory services;
    private final SummarizerOptions options;
    private final SummarizerElection election = new SummarizerElection();
    private final List<Registration> registrations = new ArrayList<>();
    private Registration delay = () -> {};
    private @Nullable Summarizer running;
    private Phase phase = Phase.IDLE;
    private boolean isClosed;

    private enum Phase {
        IDLE,
        DELAYED,
        OPENING,
        RUNNING
    }

    private SummaryAgent(
            Container container,
            ContainerEnvironment environment,
            DocumentServiceFactory services,
            SummarizerOptions options) {
        this.container = container;
        this.environment = environment;
        this.services = services;
        this.options = options;
    }

    /**
     * Starts seeing to a container's document; to be called on the container's thread.
     *
     * @param environment what the summarizer's container runs on: not an executor of the application's that may be busy for long
     * @param services the way to the service, which stays the caller's
     */
    public static SummaryAgent start(
            Container container,
            ContainerEnvironment environment,
            DocumentServiceFactory services,
            SummarizerOptions options) {
        SummaryAgent agent = new SummaryAgent(container, environment, services, options);
        agent.registrations.add(container.events().onOp(agent::processed));
        agent.registrations.add(container.events().onConnected(clientId -> agent.consider()));
        agent.registrations.add(container.events().onDisconnected(reason -> agent.consider()));
        agent.registrations.add(container.events().onClosed(cause -> agent.closeHere()));
        agent.election.update(QuorumCandidates.of(container.quorum()));
        agent.consider();
        return agent;
    }

    /** Whether this client is the one that is expected to see to summaries. */
    public boolean isElected() {
        Optional<String> own = container.clientId();
        return container.connectionState() == ConnectionState.CONNECTED
                && own.isPresent()
                && own.equals(election.parentId());
    }

    /** The summarizer that works at the moment. */
    public Optional<Summarizer> summarizer() {
        return Optional.ofNullable(running);
    }

    private void processed(SequencedMessage op) {
        if (op.type().equals(MessageType.JOIN) || op.type().equals(MessageType.LEAVE)) {
            election.update(QuorumCandidates.of(container.quorum()));
        }
        election.sequenced();
        consider();
    }

    private void consider() {
        Optional<DocumentKey> document = container.key();
        if (isClosed || !isElected() || document.isEmpty()) {
            stopRunning();
        } else if (phase == Phase.IDLE) {
            phase = Phase.DELAYED;
            delay = environment
                    .timers()
                    .after(options.policy().initialDelay(), () -> container.execute(() -> open(document.get())));
        }
    }

    private void open(DocumentKey document) {
        if (phase == Phase.DELAYED) {
            phase = Phase.OPENING;
            Summarizer.open(environment, services, document, options)
                    .whenComplete((opened, failure) -> container.execute(() -> opened(document, opened, failure)));
        }
    }

    private void opened(DocumentKey document, @Nullable Summarizer opened, @Nullable Throwable failure) {
        phase = Phase.IDLE;
        if (opened == null) {
            // Again after the next op, and not at once: what failed now would fail again.
            options.listener().failed(document, failure == null ? new CancellationException() : failure);
        } else if (isClosed || !isElected()) {
            opened.stop();
        } else {
            phase = Phase.RUNNING;
            running = opened;
            opened.ended().whenComplete((end, never) -> container.execute(() -> ended(opened)));
        }
    }

    private void ended(Summarizer summarizer) {
        if (summarizer.equals(running)) {
            running = null;
            phase = Phase.IDLE;
            consider();
        }
    }

    /** What is being opened is stopped when it is open. */
    private void stopRunning() {
        delay.close();
        if (phase == Phase.DELAYED) {
            phase = Phase.IDLE;
        }
        Summarizer summarizer = running;
        if (summarizer != null) {
            running = null;
            phase = Phase.IDLE;
            summarizer.stop();
        }
    }

    private void closeHere() {
        isClosed = true;
        registrations.forEach(Registration::close);
        stopRunning();
    }

    /** Stops; a summarizer that works writes a last summary if that is worth it. Safe for use by many threads. */
    @Override
    public void close() {
        container.execute(this::closeHere);
    }
}
