package dev.sluice.loader;

import dev.sluice.driver.DocumentStorage;
import dev.sluice.driver.OutboundSignal;
import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.SequencedMessage;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * The container as what it hosts sees it. Confined to the container's thread, but for {@link #executor}.
 *
 * @since 0.1
 */
public interface RuntimeContext {
    /** The container's thread; what is given to it runs after what runs now. Safe for use by many threads. */
    Executor executor();

    /** Timers that ring on the container's thread. */
    Timers timers();

    /** The local clock. It never decides what is garbage. */
    InstantSource clock();

    /** The container's source of chance, ids included. */
    RandomGenerator random();

    /** Whether the document exists at the service. */
    AttachState attachState();

    /** How far the connection is. */
    ConnectionState connectionState();

    /** The client id of the newest connection that was {@link ConnectionState#CONNECTED}; empty before the first. */
    Optional<String> clientId();

    /** Whether this client may not edit: its token does not allow it, or the application forbade it. */
    boolean isReadonly();

    /** Whether this client's details say that it is a summarizer. */
    boolean isSummarizer();

    /** The members, proposals and values that all clients agree on. */
    Quorum quorum();

    /** Everybody connected, readers too. */
    Audience audience();

    /** The newest message processed; empty if there was none since the snapshot. */
    Optional<SequencedMessage> lastMessage();

    /** The number of the newest message processed, or that of the snapshot. */
    long sequenceNumber();

    /** The minimum sequence number as of that message. */
    long minimumSequenceNumber();

    /**
     * The client sequence number that the next message submitted must have.
     *
     * @throws IllegalStateException if not {@link ConnectionState#CONNECTED}
     */
    long nextClientSequenceNumber();

    /** How large what is sent at once may be, in bytes as the service counts them; without a connection, what is usual. */
    int maxSubmissionBytes();

    /**
     * Sends messages; the service keeps them together. The client sequence numbers must follow on each other from {@link
     * #nextClientSequenceNumber}.
     *
     * <p>On a reader's connection they do not go out: the container connects anew as a writer, and {@link
     * HostedRuntime#disconnected} and {@link HostedRuntime#connected} follow (RT-024).
     *
     * @throws IllegalStateException if not {@link ConnectionState#CONNECTED}, or {@linkplain #isReadonly readonly}
     */
    void submit(List<DocumentMessage> messages);

    /** Sends a signal if there is a connection, and else drops it: signals are best effort. */
    void signal(OutboundSignal signal);

    /**
     * Does something with the document's storage on a thread that may wait, and completes on the container's thread.
     *
     * @return fails with what {@code call} threw, or with {@link IllegalStateException} in a detached container
     */
    <T> CompletionStage<T> storage(Function<DocumentStorage, T> call);

    /** Dirty or saved may have changed; the container asks {@link HostedRuntime#isDirty} and tells the application. */
    void dirtyChanged();

    /** Ends the container. Nothing happens if it has ended already. */
    void close(ContainerException cause);
}
