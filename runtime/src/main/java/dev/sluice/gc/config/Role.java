package dev.sluice.gc.config;

/**
 * As what a client takes part.
 *
 * @since 0.1
 */
public enum Role {
    /** Edits, loads and shows; never collects. */
    INTERACTIVE,
    /** Writes summaries, and collects before it does; nothing keeps it from loading. */
    SUMMARIZER
}
