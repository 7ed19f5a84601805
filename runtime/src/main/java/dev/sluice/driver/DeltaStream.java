package dev.sluice.driver;

import dev.sluice.protocol.DocumentMessage;
import java.util.List;

/**
 * A live connection to one document. Safe for use by many threads; what one thread submits goes out in its order.
 *
 * <p>What is submitted to a stream that has ended is dropped: the listener was told, and pending ops are resubmitted on the
 * next stream.
 *
 * @since 0.1
 */
public interface DeltaStream extends AutoCloseable {
    /** Returns what the service said when it let this client in. */
    ConnectedDetails details();

    /**
     * Returns how large what is submitted at once may be, with what the stream puts around it, in bytes of UTF-8. Holds for the
     * whole life of the stream.
     */
    int maxSubmissionBytes();

    /**
     * Submits messages as one batch; they are acknowledged by coming back as ops.
     *
     * @param batch at least one message, numbered by {@code clientSequenceNumber} from 1 for each stream without gaps
     * @throws IllegalArgumentException if it is larger than {@link #maxSubmissionBytes}; nothing was submitted then
     */
    void submit(List<DocumentMessage> batch);

    /** Sends a signal to everybody connected, or to one; nobody acknowledges it. */
    void signal(OutboundSignal signal);

    /**
     * Ends this stream; the listener hears {@link DisconnectReason.ByClient} last.
     *
     * @param reason for the service's log
     */
    void disconnect(String reason);

    /** Ends this stream. */
    @Override
    default void close() {
        disconnect("closed");
    }
}
