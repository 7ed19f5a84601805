package dev.sluice.server.transport.deltastream;

import dev.sluice.server.auth.TokenCheck;
import dev.sluice.server.config.Limit;

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

    /** A token was refused. */
    default void tokenRefused(TokenCheck.Refused refusal) {}

    /** Ops or signals were refused because they were over a limit. */
    default void refused(Limit limit) {}

    /** A message was refused before it reached a sequencer. */
    default void nacked(int code) {}

    /** Signals were accepted. */
    default void signals(int count) {}
}
