package dev.sluice.driver;

import dev.sluice.protocol.Nack;
import dev.sluice.protocol.SequencedMessage;
import java.time.Duration;
import java.util.List;

/**
 * Hears what a stream tells, one event at a time, in order. It may call the stream; it should not block.
 *
 * @since 0.1
 */
public interface DeltaStreamListener {
    /**
     * Ops came, as the service sent them: ascending, but with gaps or repetitions where the connection began late.
     *
     * @param ops at least one
     */
    void ops(List<SequencedMessage> ops);

    /** A signal came. */
    default void signal(Signal signal) {}

    /**
     * The service refused messages of this stream. Nothing submitted after them will be accepted; the stream should be ended.
     *
     * @param nacks at least one
     */
    void nacked(List<Nack> nacks);

    /** The service answered a question about its presence after the given time. */
    default void latency(Duration roundTrip) {}

    /** The stream has ended; nothing more is heard of it. */
    void disconnected(DisconnectReason reason);
}
