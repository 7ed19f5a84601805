package dev.sluice.gc.session;

/**
 * Whether a node may be used.
 *
 * @since 0.1
 */
public enum Verdict {
    /** It may. */
    ALLOWED,
    /** It is a tombstone, and this client respects that. */
    REFUSED
}
