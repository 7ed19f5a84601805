package dev.sluice.server.storage.lmdb;

import java.nio.ByteBuffer;
import org.lmdbjava.Cursor;
import org.lmdbjava.Env;
import org.lmdbjava.GetOp;
import org.lmdbjava.Txn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the ops of erased documents, a slice at a time between groups, so that no erasure holds up the writer.
 *
 * <p>The documents' rows are gone already; what is left to do stands in the erasing table and survives a crash. Confined to
 * the writer's thread.
 */
final class Eraser {
    static final int SLICE_CHUNKS = 256;

    private static final Logger LOG = LoggerFactory.getLogger(Eraser.class);

    private final Env<ByteBuffer> env;
    private final Tables tables;
    private final DataFile dataFile;
    private final Keys keys = new Keys();
    private boolean work = true;

    Eraser(Env<ByteBuffer> env, Tables tables, DataFile dataFile) {
        this.env = env;
        this.tables = tables;
        this.dataFile = dataFile;
    }

    /** Tells whether something may be left to delete. */
    boolean hasWork() {
        return work;
    }

    /**
     * Deletes one slice, if there is something to delete.
     *
     * @param moreErased whether documents were erased since the last call
     */
    void eraseSome(boolean moreErased) {
        work |= moreErased;
        if (!work) {
            return;
        }
        try (Txn<ByteBuffer> txn = env.txnWrite()) {
            work = deleteSlice(txn);
            txn.commit();
        } catch (Env.MapFullException full) {
            work = dataFile.growMap();
            if (!work) {
                LOG.warn("the store is too full to delete the ops of erased documents; it tries again later", full);
            }
        }
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
