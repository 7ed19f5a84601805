package dev.sluice.container;

/**
 * What became of the wish to give a data store an alias (RT-039).
 *
 * @since 0.1
 */
public enum AliasResult {
    /** The alias names this data store, for every client. */
    ALIASED,
    /** The alias names something else, or the data store is gone; nothing changed. */
    CONFLICT,
    /** The op was taken back before it was sent. */
    ROLLED_BACK
}
