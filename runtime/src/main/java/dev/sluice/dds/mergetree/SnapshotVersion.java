package dev.sluice.dds.mergetree;

/**
 * The forms of a stored list (dds-formats §9.10 to §9.12).
 *
 * @since 0.1
 */
public enum SnapshotVersion {
    /** The state everybody has seen, and the ops since. */
    LEGACY,
    /** The current state, with what was when inserted and removed by whom. */
    V1
}
