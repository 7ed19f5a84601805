package dev.sluice.server.storage;

/**
 * Sizes and counts of a store. Immutable.
 *
 * @param documents document rows, deleted ones included
 * @param objects Git objects of all tenants
 * @param usedBytes bytes in use, files of large blobs included
 * @param reservedBytes bytes the store has taken from the disk
 * @param commits group commits since the store was opened
 * @param transactions transactions in those commits, failed ones included
 * @param pendingTransactions submitted and not yet finished
 */
public record StoreStatistics(
        long documents,
        long objects,
        long usedBytes,
        long reservedBytes,
        long commits,
        long transactions,
        long pendingTransactions) {}
