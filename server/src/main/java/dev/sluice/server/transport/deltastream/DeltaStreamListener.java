package dev.sluice.server.transport.deltastream;

/** Is told what happens on delta streams, to measure it. Safe for use by many threads; must be cheap. */
public interface DeltaStreamListener {
    /** A listener that measures nothing. */
    DeltaStreamListener NONE = new DeltaStreamListener() {};

    /** A connection was admitted to a document. */
    default void connected() {}

    /** A connection left its document. */
    default void disconnected() {}

    /** A connect was refused. */
    default void connectRefused(int code) {}

    /** A message was refused before it reached a sequencer. */
    default void nacked(int code) {}

    /** Signals were accepted. */
    default void signals(int count) {}
}
