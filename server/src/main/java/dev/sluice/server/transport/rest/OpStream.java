package dev.sluice.server.transport.rest;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.server.storage.DocumentRow;
import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.StoreView;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/**
 * A range of ops on its way to a client, as a JSON array. Each piece is read in a transaction of its own, so that a slow client
 * keeps none open: what is stored of a log stays as it is.
 */
final class OpStream implements ContentStream {
    private static final int PIECE_BYTES = 256 * 1024;

    private final Store store;
    private final DocumentKey key;
    private final long to;
    private long last;
    private boolean isFirst = true;
    private boolean isAtEnd;

    /**
     * Creates a stream.
     *
     * @param from the number before the first op's
     * @param to the number after the last op's
     */
    OpStream(Store store, DocumentKey key, long from, long to) {
        this.store = store;
        this.key = key;
        this.last = from;
        this.to = to;
    }

    @Override
    public OptionalLong length() {
        return OptionalLong.empty();
    }

    @Override
    public byte[] before() {
        return new byte[] {'['};
    }

    @Override
    public byte[] next() {
        return store.read(this::piece);
    }

    @Override
    public boolean isAtEnd() {
        return isAtEnd;
    }

    @Override
    public byte[] after() {
        return new byte[] {']'};
    }

    @Override
    public void close() {
        // Nothing is open between two pieces.
    }

    private byte[] piece(StoreView view) {
        if (view.document(key).map(DocumentRow::isDeleted).orElse(true)) {
            // Half an answer must not look like a whole one; the connection is closed instead.
            throw RestException.notFound("document " + key.document());
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(PIECE_BYTES);
        isAtEnd = true;
        view.ops(key, last, to, (sequenceNumber, op) -> append(out, sequenceNumber, op));
        return out.toByteArray();
    }

    private boolean append(ByteArrayOutputStream out, long sequenceNumber, ByteBuffer op) {
        if (out.size() >= PIECE_BYTES) {
            isAtEnd = false;
            return false;
        }
        if (!isFirst) {
            out.write(',');
        }
        byte[] json = new byte[op.remaining()];
        op.get(json);
        out.write(json, 0, json.length);
        isFirst = false;
        last = sequenceNumber;
        return true;
    }
}
