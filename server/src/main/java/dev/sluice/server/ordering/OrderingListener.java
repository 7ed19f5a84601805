package dev.sluice.server.ordering;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.server.config.Limit;
import java.time.Duration;

/** Is told what happens, to measure it. Safe for use by many threads; must be cheap. */
public interface OrderingListener {
    /** A listener that measures nothing. */
    OrderingListener NONE = new OrderingListener() {};

    /** Ops of one document became durable together. */
    default void committed(int ops, Duration sinceFirstWasSequenced) {}

    /** Ops of a document became durable; told on its thread. */
    default void advanced(DocumentKey document) {}

    /** A message was refused by the sequencer. */
    default void nacked(int code) {}

    /** Something was refused because it was over a limit. */
    default void refused(Limit limit) {}

    /** A document was opened. */
    default void opened() {}

    /** A document was closed. */
    default void closed() {}

    /** A document had to be given up because its state could not be kept. */
    default void failed() {}

    /** A summary was answered. */
    default void summaryAnswered(boolean accepted) {}
}
