package dev.sluice.server.storage.lmdb;

/**
 * What a power cut, or a crash of the operating system, may take away from an {@link LmdbStore}.
 *
 * <p>None of them loses anything when only the process dies.
 */
public enum Durability {
    /** Nothing: a transaction is done when it is on the disk. */
    COMMIT,
    /** The newest group of transactions; the store itself is sound. Saves one of the two disk flushes of a commit. */
    LOSE_LAST_COMMIT,
    /**
     * The whole store: pages reach the disk in any order, a flush follows once a second. For data that can be made again.
     */
    LOSE_STORE
}
