package dev.sluice.server.ordering;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.server.summary.FirstState;
import java.util.concurrent.CompletionStage;

/** What other surfaces ask about documents that are being ordered. Safe for use by many threads. */
public interface DocumentDirectory extends FirstState {
    /** Tells whether the document is open: somebody is connected, or was a moment ago. */
    boolean isOpen(DocumentKey key);

    /** Delivers a signal to everybody connected to the document; nothing happens if nobody is. */
    void signal(DocumentKey key, byte[] signalJson);

    /** Disconnects everybody from a document and closes it; completes at once if it is not open. */
    CompletionStage<Void> close(DocumentKey key, String reason);
}
