package dev.sluice.server.storage.lmdb;

import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.StoredObject;
import java.nio.ByteBuffer;

/** Reads and writes the values of the objects table. */
final class ObjectValue {
    static final int HEADER_BYTES = 1;
    static final int IN_FILE_BYTES = HEADER_BYTES + 2 * Long.BYTES;

    private static final int IN_FILE = 0x80;

    private ObjectValue() {}

    static void writeInline(GitObjectType type, byte[] body, ByteBuffer value) {
        value.put(type.code()).put(body);
    }

    static void writeInFile(LargeFile file, ByteBuffer value) {
        value.put((byte) (GitObjectType.BLOB.code() | IN_FILE))
                .putLong(file.size())
                .putLong(file.number());
    }

    /** Returns an object that is not in the table yet. */
    static StoredObject inMemory(Mutation.PutObject object) {
        ByteBuffer body = ByteBuffer.wrap(object.body()).asReadOnlyBuffer();
        return new StoredObject(object.type(), body.remaining(), new StoredObject.Content.Inline(body));
    }

    static StoredObject read(GitId id, ByteBuffer value, LargeFiles files) {
        int header = value.get(0);
        GitObjectType type = GitObjectType.ofCode((byte) (header & ~IN_FILE));
        if ((header & IN_FILE) == 0) {
            // LMDB's pages are mapped without the right to write: a stray put would end the process.
            ByteBuffer body =
                    value.slice(HEADER_BYTES, value.capacity() - HEADER_BYTES).asReadOnlyBuffer();
            return new StoredObject(type, body.remaining(), new StoredObject.Content.Inline(body));
        }
        LargeFile file = new LargeFile(value.getLong(9), id, value.getLong(1));
        return new StoredObject(type, file.size(), new StoredObject.Content.InFile(files.path(file)));
    }
}
