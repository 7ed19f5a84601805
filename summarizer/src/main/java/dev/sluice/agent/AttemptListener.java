package dev.sluice.agent;

import dev.sluice.protocol.DocumentKey;

/**
 * Hears of summaries, on the thread of the document that they are of. One that is given to several documents must be safe for use
 * by many threads.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface AttemptListener {
    /** Hears nothing. */
    AttemptListener NONE = attempt -> {};

    /** An attempt has ended, and is not repeated. */
    void ended(Attempt attempt);

    /** An attempt has ended without a summary, and another follows after a pause. */
    default void repeated(Attempt attempt) {}

    /** There was no attempt: the document cannot be opened, or holds what cannot be summarized here (RT-088). */
    default void failed(DocumentKey document, Throwable cause) {}
}
