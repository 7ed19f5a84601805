package dev.sluice.loader;

/**
 * Whether a container, a data store or a channel is known to other clients. It only ever moves on.
 *
 * @since 0.1
 */
public enum AttachState {
    /** Nobody else knows it; edits are not ops. */
    DETACHED,
    /** It is being made known; edits are ops that wait. */
    ATTACHING,
    /** Every client knows it. */
    ATTACHED
}
