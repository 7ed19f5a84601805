package dev.sluice.server.storage.lmdb;

import dev.sluice.server.storage.log.StoreLog;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.lmdbjava.Txn;

/**
 * What a store that was not closed, or could not be, left in its log.
 *
 * @param nextGeneration greater than any that the log or LMDB knows
 * @param pending what LMDB does not have; empty if the log was given up
 */
record RecoveredLog(long nextGeneration, PendingWrites pending) {
    /**
     * Reads the log in a store's directory; nothing is changed.
     *
     * @throws dev.sluice.server.storage.StoreException if it cannot be read
     */
    static RecoveredLog read(Path directory, Tables tables, Txn<ByteBuffer> txn) {
        StoreLog.Contents log = StoreLog.read(directory);
        long carried = tables.carriedGeneration(txn, new Keys());
        long next = Math.max(log.generation(), carried) + 1;
        PendingWrites pending = new PendingWrites(next);
        if (log.generation() > carried) {
            pending.add(log.changes());
        }
        return new RecoveredLog(next, pending);
    }
}
