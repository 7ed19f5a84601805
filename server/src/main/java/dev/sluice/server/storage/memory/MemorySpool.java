package dev.sluice.server.storage.memory;

import dev.sluice.protocol.git.GitHash;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.server.storage.BlobSpool;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Collects content in memory, whatever its size. Confined to one thread at a time. */
final class MemorySpool implements BlobSpool {
    private enum State {
        WRITING,
        SEALED,
        SUBMITTED,
        CLOSED
    }

    private final MemoryStore store;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private State state = State.WRITING;

    MemorySpool(MemoryStore store) {
        this.store = store;
    }

    @Override
    public void write(ByteBuffer part) {
        require(State.WRITING);
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        content.writeBytes(bytes);
    }

    @Override
    public long size() {
        return content.size();
    }

    @Override
    public GitId seal() {
        require(State.WRITING);
        state = State.SEALED;
        return GitHash.of(GitObjectType.BLOB, content.toByteArray());
    }

    @Override
    public void close() {
        if (state != State.SUBMITTED) {
            state = State.CLOSED;
        }
    }

    void submit() {
        require(State.SEALED);
        state = State.SUBMITTED;
    }

    byte[] body() {
        return content.toByteArray();
    }

    boolean belongsTo(MemoryStore other) {
        return store == other;
    }

    private void require(State expected) {
        if (state != expected) {
            throw new IllegalStateException("a spool is " + state + "; expected " + expected);
        }
    }
}
