package dev.sluice.server.storage.log;

import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.Mutation.AppendOps;
import dev.sluice.server.storage.Mutation.PutCheckpoint;
import dev.sluice.server.storage.Mutation.PutObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The form of one change in a {@link LogFrame}. All numbers are big-endian:
 *
 * <pre>
 * u16 kind, in the upper two bits, and size of the tenant   tenant in UTF-8   and then
 * kind 0, an object:     20 bytes id   u8 type code   i32 size of the body   body
 * kind 1, ops:           u16 size of the document id   document id in UTF-8   i64 first sequence number   i32 ops
 *                        for each op: i32 size   op
 * kind 2, a checkpoint:  u16 size of the document id   document id in UTF-8   i32 size of the state   state
 * </pre>
 *
 * <p>That of an object is the one it had in logs that knew nothing else.
 */
final class LogEntry {
    private static final int OBJECT = 0;
    private static final int OPS = 1;
    private static final int CHECKPOINT = 2;
    private static final int KIND_SHIFT = 14;
    private static final int TENANT_MASK = (1 << KIND_SHIFT) - 1;

    private LogEntry() {}

    /**
     * Returns the size of an entry.
     *
     * @throws IllegalArgumentException if there is none for this kind of change
     */
    static long size(Mutation mutation) {
        if (mutation instanceof PutObject put) {
            return nameBytes(put.tenant().value()) + GitId.BYTES + 1 + sized(put.body());
        }
        if (mutation instanceof AppendOps append) {
            long bytes = nameBytes(append.key()) + Long.BYTES + Integer.BYTES;
            for (byte[] op : append.ops()) {
                bytes += sized(op);
            }
            return bytes;
        }
        if (mutation instanceof PutCheckpoint put) {
            return nameBytes(put.key()) + sized(put.state());
        }
        throw unknown(mutation);
    }

    /**
     * Writes an entry at the position of {@code to} and advances it.
     *
     * @throws IllegalArgumentException if there is none for this kind of change
     */
    static void write(Mutation mutation, ByteBuffer to) {
        if (mutation instanceof PutObject put) {
            writeName(OBJECT, put.tenant().value(), to);
            put.id().write(to);
            to.put(put.type().code());
            writeSized(put.body(), to);
        } else if (mutation instanceof AppendOps append) {
            writeKey(OPS, append.key(), to);
            to.putLong(append.firstSequenceNumber()).putInt(append.ops().size());
            append.ops().forEach(op -> writeSized(op, to));
        } else if (mutation instanceof PutCheckpoint put) {
            writeKey(CHECKPOINT, put.key(), to);
            writeSized(put.state(), to);
        } else {
            throw unknown(mutation);
        }
    }

    /**
     * Reads the entry at the position of {@code from} and advances it.
     *
     * @throws IllegalArgumentException if it is none
     * @throws java.nio.BufferUnderflowException if it is cut short
     */
    static Mutation read(ByteBuffer from) {
        int head = Short.toUnsignedInt(from.getShort());
        TenantId tenant = new TenantId(text(from, head & TENANT_MASK));
        int kind = head >> KIND_SHIFT;
        return switch (kind) {
            case OBJECT -> readObject(tenant, from);
            case OPS -> readOps(readKey(tenant, from), from);
            case CHECKPOINT -> new PutCheckpoint(readKey(tenant, from), readSized(from));
            default -> throw new IllegalArgumentException("an entry is of kind " + kind + "; expected 0 to 2");
        };
    }

    private static PutObject readObject(TenantId tenant, ByteBuffer from) {
        GitId id = GitId.read(from);
        GitObjectType type = GitObjectType.ofCode(from.get());
        return new PutObject(tenant, id, type, readSized(from));
    }

    private static AppendOps readOps(DocumentKey key, ByteBuffer from) {
        long first = from.getLong();
        int count = from.getInt();
        List<byte[]> ops = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ops.add(readSized(from));
        }
        return new AppendOps(key, first, ops);
    }

    private static DocumentKey readKey(TenantId tenant, ByteBuffer from) {
        return new DocumentKey(tenant, new DocumentId(text(from, Short.toUnsignedInt(from.getShort()))));
    }

    private static String text(ByteBuffer from, int size) {
        return new String(bytes(from, size), StandardCharsets.UTF_8);
    }

    private static byte[] readSized(ByteBuffer from) {
        return bytes(from, from.getInt());
    }

    private static byte[] bytes(ByteBuffer from, int size) {
        if (size < 0 || size > from.remaining()) {
            throw new IllegalArgumentException(
                    "a part of an entry has " + size + " bytes; expected 0 to " + from.remaining());
        }
        byte[] bytes = new byte[size];
        from.get(bytes);
        return bytes;
    }

    private static void writeKey(int kind, DocumentKey key, ByteBuffer to) {
        writeName(kind, key.tenant().value(), to);
        writeName(0, key.document().value(), to);
    }

    private static void writeName(int kind, String name, ByteBuffer to) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        to.putShort((short) (kind << KIND_SHIFT | bytes.length)).put(bytes);
    }

    private static void writeSized(byte[] bytes, ByteBuffer to) {
        to.putInt(bytes.length).put(bytes);
    }

    private static long nameBytes(DocumentKey key) {
        return nameBytes(key.tenant().value()) + nameBytes(key.document().value());
    }

    private static long nameBytes(String name) {
        return (long) Short.BYTES + name.getBytes(StandardCharsets.UTF_8).length;
    }

    private static long sized(byte[] bytes) {
        return (long) Integer.BYTES + bytes.length;
    }

    private static IllegalArgumentException unknown(Mutation mutation) {
        return new IllegalArgumentException("a " + mutation.getClass().getSimpleName()
                + " has no form in the log; expected objects, ops or a checkpoint");
    }
}
