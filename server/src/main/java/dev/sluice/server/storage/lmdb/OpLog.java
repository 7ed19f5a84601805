package dev.sluice.server.storage.lmdb;

import dev.sluice.server.storage.StoreView;
import java.nio.ByteBuffer;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.GetOp;
import org.lmdbjava.Txn;

/** Finds chunks in the ops table. */
final class OpLog {
    private OpLog() {}

    /** Returns the number of the document's newest op, or its base. */
    static long last(Dbi<ByteBuffer> ops, Txn<ByteBuffer> txn, Keys keys, StoredDocument document) {
        try (Cursor<ByteBuffer> cursor = ops.openCursor(txn)) {
            boolean beyond = cursor.get(keys.op(document.ordinal() + 1, 0), GetOp.MDB_SET_RANGE);
            boolean found = beyond ? cursor.prev() : cursor.last();
            return found && cursor.key().getLong(0) == document.ordinal()
                    ? cursor.key().getLong(Long.BYTES)
                    : document.row().baseSequenceNumber();
        }
    }

    /**
     * Visits the ops between the bounds, both exclusive.
     *
     * @return {@code false} if the visitor or the upper bound ended the visit
     */
    static boolean visit(
            Dbi<ByteBuffer> ops,
            Txn<ByteBuffer> txn,
            Keys keys,
            long document,
            long from,
            long to,
            StoreView.OpVisitor visitor) {
        try (Cursor<ByteBuffer> cursor = ops.openCursor(txn)) {
            boolean found = cursor.get(keys.op(document, Math.max(from + 1, 0)), GetOp.MDB_SET_RANGE);
            while (found && cursor.key().getLong(0) == document) {
                long last = cursor.key().getLong(Long.BYTES);
                if (!OpChunk.visit(cursor.val(), last, from, to, visitor)) {
                    return false;
                }
                found = cursor.next();
            }
            return true;
        }
    }
}
