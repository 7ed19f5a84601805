package dev.sluice.server.storage.lmdb;

import dev.sluice.protocol.git.GitHash;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.server.storage.BlobSpool;
import dev.sluice.server.storage.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects content in memory and, from the threshold on, in a file.
 *
 * <p>A Git id begins with the length, so the bytes are hashed in a second pass when the length is known.
 *
 * <p>Confined to one thread at a time: the caller's until it is submitted, then the writer's.
 */
final class LmdbSpool implements BlobSpool {
    private static final Logger LOG = LoggerFactory.getLogger(LmdbSpool.class);
    private static final int PART_BYTES = 64 * 1024;

    private enum State {
        WRITING,
        SEALED,
        SUBMITTED,
        CLOSED
    }

    private final LargeFiles files;
    private final int largeBytes;
    private State state = State.WRITING;
    private long size;
    private ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private byte @Nullable [] body;
    private @Nullable OpenFile open;
    private @Nullable LargeFile published;
    private @Nullable GitId id;
    private boolean named;

    LmdbSpool(LargeFiles files, int largeBytes) {
        this.files = files;
        this.largeBytes = largeBytes;
    }

    @Override
    public void write(ByteBuffer part) {
        require(State.WRITING);
        long newSize = size + part.remaining();
        try {
            if (open == null && newSize < largeBytes) {
                copy(part, memory);
            } else {
                writeToFile(part);
            }
        } catch (IOException failed) {
            throw new StoreException("cannot spool " + newSize + " bytes", failed);
        }
        size = newSize;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public GitId seal() {
        require(State.WRITING);
        OpenFile file = open;
        GitId sealed;
        if (file == null) {
            byte[] bytes = memory.toByteArray();
            sealed = GitHash.of(GitObjectType.BLOB, bytes);
            body = bytes;
        } else {
            sealed = publish(file);
        }
        memory = new ByteArrayOutputStream(0);
        id = sealed;
        state = State.SEALED;
        return sealed;
    }

    @Override
    public void close() {
        if (state == State.WRITING || state == State.SEALED) {
            discard();
        }
    }

    /** Passes the spool from its maker to the store. */
    void submit() {
        require(State.SEALED);
        state = State.SUBMITTED;
    }

    /** Drops the content; called by the store when no row names it. */
    void discard() {
        state = State.CLOSED;
        memory = new ByteArrayOutputStream(0);
        body = null;
        try {
            if (open != null) {
                open.channel.close();
                Files.deleteIfExists(files.incoming(open.number));
            }
            if (published != null) {
                Files.deleteIfExists(files.path(published));
            }
        } catch (IOException failed) {
            throw new StoreException("cannot remove spooled content of " + size + " bytes", failed);
        } finally {
            open = null;
            published = null;
        }
    }

    GitId id() {
        if (id == null) {
            throw new IllegalStateException("a spool has no id before it is sealed");
        }
        return id;
    }

    /** Returns the content, if it stayed small. */
    byte @Nullable [] body() {
        return body;
    }

    /** Returns the file of the content, if it grew large. */
    @Nullable
    LargeFile file() {
        return published;
    }

    /** Notes whether a row, not yet committed, names the file. */
    void setNamed(boolean newNamed) {
        named = newNamed;
    }

    /** Ends the store's ownership once the transaction's fate is known: an unnamed file goes. */
    void finish(boolean committed) {
        if (published != null && committed && named) {
            files.stored(published);
            published = null;
        }
        try {
            discard();
        } catch (StoreException garbageStays) {
            LOG.warn("the store keeps a file that no row names", garbageStays);
        }
    }

    boolean belongsTo(LargeFiles other) {
        return files == other;
    }

    private void writeToFile(ByteBuffer part) throws IOException {
        OpenFile file = open;
        if (file == null) {
            file = create();
            open = file;
            writeFully(file.channel, ByteBuffer.wrap(memory.toByteArray()));
            memory = new ByteArrayOutputStream(0);
        }
        writeFully(file.channel, part);
    }

    private OpenFile create() throws IOException {
        long number = files.nextNumber();
        Path path = files.incoming(number);
        return new OpenFile(
                number,
                FileChannel.open(
                        path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ));
    }

    private GitId publish(OpenFile file) {
        try {
            GitId hashed = hash(file.channel);
            file.channel.force(true);
            published = files.publish(file.number, hashed, size);
            file.channel.close();
            open = null;
            return hashed;
        } catch (IOException failed) {
            throw new StoreException("cannot make a blob of " + size + " bytes durable", failed);
        }
    }

    private GitId hash(FileChannel channel) throws IOException {
        GitHash hash = new GitHash(GitObjectType.BLOB, size);
        ByteBuffer part = ByteBuffer.allocateDirect(PART_BYTES);
        for (long position = 0; position < size; position += part.limit()) {
            if (channel.read(part.clear(), position) <= 0) {
                throw new IOException("the spool's file ends at " + position + " of " + size + " bytes");
            }
            hash.update(part.flip());
        }
        return hash.finish();
    }

    /** Writes in parts: the JDK keeps a direct buffer as large as the largest array ever written, for each thread. */
    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        int end = bytes.limit();
        while (bytes.position() < end) {
            bytes.limit(Math.min(end, bytes.position() + PART_BYTES));
            channel.write(bytes);
        }
        bytes.limit(end);
    }

    private static void copy(ByteBuffer part, ByteArrayOutputStream out) {
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        out.writeBytes(bytes);
    }

    private void require(State expected) {
        if (state != expected) {
            throw new IllegalStateException("a spool is " + state + "; expected " + expected);
        }
    }

    private record OpenFile(long number, FileChannel channel) {}
}
