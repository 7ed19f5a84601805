package dev.sluice.server.storage.lmdb;

import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;
import dev.sluice.server.storage.RefName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Builds keys, in one buffer that each call fills anew. The layout of format 3, all numbers big-endian:
 *
 * <pre>
 * table        key                                          value
 * -----------  -------------------------------------------  --------------------------------------------------------
 * meta         "format"                                     i32 format version
 *              "tenants"                                    i64 ordinal of the next tenant
 *              "documents"                                  i64 ordinal of the next document
 *              "log"                                        i64 newest generation of the log that is carried over
 * tenants      name, UTF-8                                  i32 tenant
 * documents    i32 tenant, document id, UTF-8               i64 document, i64 created ms, i64 base, i64 erase-after ms
 * refs         i32 tenant, ref name, UTF-8                  20 bytes id
 * objects      i32 tenant, 20 bytes id                      u8 type code, body
 *                                                           u8 type code | 0x80, i64 size, i64 file number
 * files        i64 file number                              i32 tenant, 20 bytes id, i64 size
 * ops          i64 document, i64 last sequence number       {@link OpChunk}
 * checkpoints  i64 document                                 state
 * erasing      i64 document                                 u8 0: its ops are still to be deleted
 * </pre>
 *
 * <p>Ordinals are never used twice, so that an erased document's ops are invisible long before the last of them is gone.
 * A chunk of ops is keyed by its <em>last</em> number: the first key not below n is the chunk that holds n.
 *
 * <p>Confined to one thread at a time.
 */
final class Keys {
    /** The version of the layout above. */
    static final int FORMAT = 3;

    /** The oldest version that can be read: it has no log, that of format 2 has nothing but objects, and both are otherwise the same. */
    static final int OLDEST_FORMAT = 1;

    private static final int LONGEST = 511;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(LONGEST);

    ByteBuffer name(String name) {
        return buffer.clear().put(name.getBytes(StandardCharsets.UTF_8)).flip();
    }

    ByteBuffer tenant(TenantId tenant) {
        return name(tenant.value());
    }

    ByteBuffer tenantPrefix(int tenant) {
        return buffer.clear().putInt(tenant).flip();
    }

    ByteBuffer document(int tenant, DocumentId id) {
        return text(tenant, id.value());
    }

    ByteBuffer ref(int tenant, RefName name) {
        return text(tenant, name.value());
    }

    ByteBuffer object(int tenant, GitId id) {
        buffer.clear().putInt(tenant);
        id.write(buffer);
        return buffer.flip();
    }

    ByteBuffer file(long number) {
        return ordinal(number);
    }

    ByteBuffer op(long document, long sequenceNumber) {
        return buffer.clear().putLong(document).putLong(sequenceNumber).flip();
    }

    ByteBuffer ordinal(long document) {
        return buffer.clear().putLong(document).flip();
    }

    private ByteBuffer text(int tenant, String text) {
        return buffer.clear()
                .putInt(tenant)
                .put(text.getBytes(StandardCharsets.UTF_8))
                .flip();
    }
}
