package dev.sluice.dds;

/**
 * Where a change comes from.
 *
 * @since 0.1
 */
public enum Origin {
    /** An edit of this container, made or taken back. */
    LOCAL,
    /** An op of another client. */
    REMOTE
}
