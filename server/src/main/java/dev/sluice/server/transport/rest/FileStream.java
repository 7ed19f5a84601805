package dev.sluice.server.transport.rest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.OptionalLong;

/**
 * The content of a large blob on its way to a client: an open file, and what is written around its bytes.
 *
 * <p>The file was opened while the store's view was open, so it can be read to its end even if the object is collected
 * meanwhile. Blocking. Confined to one thread at a time.
 */
final class FileStream implements ContentStream {
    /** A multiple of three, so that pieces of base64 join without padding. */
    static final int PIECE_BYTES = 192 * 1024;

    private final FileChannel file;
    private final long size;
    private final byte[] before;
    private final byte[] after;
    private final boolean isBase64;
    private long position;

    private FileStream(FileChannel file, long size, String before, String after, boolean isBase64) {
        this.file = file;
        this.size = size;
        this.before = before.getBytes(StandardCharsets.UTF_8);
        this.after = after.getBytes(StandardCharsets.UTF_8);
        this.isBase64 = isBase64;
    }

    /** Returns a stream of the bytes as they are. */
    static FileStream raw(FileChannel file, long size) {
        return new FileStream(file, size, "", "", false);
    }

    /** Returns a stream of the bytes in base64, between two pieces of text. */
    static FileStream base64(FileChannel file, long size, String before, String after) {
        return new FileStream(file, size, before, after, true);
    }

    @Override
    public OptionalLong length() {
        long content = isBase64 ? (size + 2) / 3 * 4 : size;
        return OptionalLong.of(before.length + content + after.length);
    }

    @Override
    public byte[] before() {
        return before;
    }

    @Override
    public byte[] after() {
        return after;
    }

    @Override
    public byte[] next() {
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, size - position));
        try {
            while (piece.hasRemaining()) {
                int read = file.read(piece, position);
                if (read < 0) {
                    throw new IOException("a blob's file ends at byte " + position + " of " + size);
                }
                position += read;
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return isBase64 ? Base64.getEncoder().encode(piece.array()) : piece.array();
    }

    @Override
    public boolean isAtEnd() {
        return position >= size;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException unclosable) {
            throw new UncheckedIOException(unclosable);
        }
    }
}
