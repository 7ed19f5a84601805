package dev.sluice.driver;

import dev.sluice.protocol.DocumentKey;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * The way to one document. Safe for use by many threads.
 *
 * @since 0.1
 */
public interface DocumentService extends AutoCloseable {
    /** Returns the document's name. */
    DocumentKey key();

    /** Returns the document's versions and blobs. */
    DocumentStorage storage();

    /** Returns the document's op log. */
    DeltaStorage deltas();

    /**
     * Connects once; whoever calls decides whether and when to try again.
     *
     * <p>The stage and everything the listener hears run on {@code executor}, one at a time and in order even if it has many
     * threads; the stage comes first. A failed stage carries a {@link DriverException}.
     *
     * @param executor must run every task it accepts
     */
    CompletionStage<DeltaStream> connect(ConnectRequest request, DeltaStreamListener listener, Executor executor);

    /** Closes streams that are still open. */
    @Override
    void close();
}
