package dev.sluice.server.storage.lmdb;

import dev.sluice.server.storage.StoreException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.lmdbjava.Cursor;
import org.lmdbjava.Env;
import org.lmdbjava.GetOp;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Txn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the ops of erased documents, a slice at a time between groups, so that no erasure holds up the writer.
 *
 * <p>The documents' rows are gone already; what is left to do stands in the erasing table and survives a crash. Where there
 * is no room for it, it waits a while. Confined to the writer's thread.
 */
final class Eraser {
    static final int SLICE_CHUNKS = 256;

    static final Duration PAUSE = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Eraser.class);

    private final Supplier<Txn<ByteBuffer>> transactions;
    private final Tables tables;
    private final DataFile dataFile;
    private final Room room;
    private final LongSupplier nanoTime;
    private final Keys keys = new Keys();
    private boolean work = true;
    private long pausedAtNs;
    private boolean paused;

    Eraser(Supplier<Txn<ByteBuffer>> transactions, Tables tables, DataFile dataFile, Room room, LongSupplier nanoTime) {
        this.transactions = transactions;
        this.tables = tables;
        this.dataFile = dataFile;
        this.room = room;
        this.nanoTime = nanoTime;
    }

    /** Tells whether something may be left to delete, and can be now. */
    boolean hasWork() {
        if (paused && nanoTime.getAsLong() - pausedAtNs >= PAUSE.toNanos()) {
            paused = false;
        }
        return work && !paused;
    }

    /**
     * Deletes one slice, if there is something to delete.
     *
     * @param moreErased whether documents were erased since the last call
     */
    void eraseSome(boolean moreErased) {
        work |= moreErased;
        if (!hasWork()) {
            return;
        }
        try (Txn<ByteBuffer> txn = transactions.get()) {
            boolean more = deleteSlice(txn);
            txn.commit();
            work = more;
        } catch (LmdbException failed) {
            if (!(failed instanceof Env.MapFullException && dataFile.growMap())) {
                pause(room.explain(failed));
            }
        }
    }

    /** Deleting takes room, too; other transactions may go on with what is left, or somebody makes more. */
    private void pause(StoreException full) {
        paused = true;
        pausedAtNs = nanoTime.getAsLong();
        LOG.warn(
                "the ops of erased documents cannot be deleted yet; next try in {} s: {}",
                PAUSE.toSeconds(),
                full.getMessage());
    }

    private boolean deleteSlice(Txn<ByteBuffer> txn) {
        long document;
        try (Cursor<ByteBuffer> cursor = tables.erasing().openCursor(txn)) {
            if (!cursor.first()) {
                return false;
            }
            document = cursor.key().getLong();
        }
        if (deleteChunks(txn, document)) {
            tables.erasing().delete(txn, keys.ordinal(document));
        }
        return true;
    }

    /** Returns {@code true} once no chunk of the document is left. */
    private boolean deleteChunks(Txn<ByteBuffer> txn, long document) {
        try (Cursor<ByteBuffer> cursor = tables.ops().openCursor(txn)) {
            for (int deleted = 0; deleted < SLICE_CHUNKS; deleted++) {
                boolean found = cursor.get(keys.op(document, 0), GetOp.MDB_SET_RANGE);
                if (!found || cursor.key().getLong() != document) {
                    return true;
                }
                cursor.delete();
            }
            return false;
        }
    }
}
