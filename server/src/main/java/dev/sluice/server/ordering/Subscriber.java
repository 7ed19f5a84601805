package dev.sluice.server.ordering;

import dev.sluice.protocol.Nack;

/**
 * Who is told what happens in an open document, on behalf of one or several connections.
 *
 * <p>Called on the document's thread; must not block. A subscriber that cannot keep up is the transport's business.
 */
public interface Subscriber {
    /** Ops that are durable, in order. */
    void ops(OpBatch batch);

    /** A signal; the same instance for all subscribers it goes to. */
    void signal(SignalMessage signal);

    /** A message of one of its connections was refused. */
    void nacked(Nack nack);

    /** The document is closed; nothing follows. */
    void closed(String reason);
}
