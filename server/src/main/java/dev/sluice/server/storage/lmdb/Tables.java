package dev.sluice.server.storage.lmdb;

import dev.sluice.server.storage.StoreException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.Stat;
import org.lmdbjava.Txn;

/** The open tables of one environment; see {@link Keys} for what is in them. Immutable. */
record Tables(
        Dbi<ByteBuffer> meta,
        Dbi<ByteBuffer> tenants,
        Dbi<ByteBuffer> documents,
        Dbi<ByteBuffer> refs,
        Dbi<ByteBuffer> objects,
        Dbi<ByteBuffer> files,
        Dbi<ByteBuffer> ops,
        Dbi<ByteBuffer> checkpoints,
        Dbi<ByteBuffer> erasing) {
    static final int COUNT = 9;

    private static final String META = "meta";
    private static final String FORMAT = "format";
    private static final String CARRIED = "log";

    /**
     * Opens the tables and makes those that are missing.
     *
     * @throws StoreException if the environment holds something else than a store of a format we know
     */
    static Tables openOrCreate(Env<ByteBuffer> env, Path directory) {
        boolean fresh = env.stat().entries == 0;
        if (!fresh) {
            requireKnownFormat(env, directory);
        }
        // One transaction for all, or a crash here would leave tables without a format.
        try (Txn<ByteBuffer> txn = env.txnWrite()) {
            Tables tables = open(env, txn, DbiFlags.MDB_CREATE);
            // Also in a store of an older format: its program knows nothing of what is only in the log.
            if (fresh || !readFormat(txn, tables.meta).equals(Optional.of(Keys.FORMAT))) {
                tables.meta.reserve(txn, new Keys().name(FORMAT), Integer.BYTES).putInt(Keys.FORMAT);
            }
            txn.commit();
            return tables;
        }
    }

    /**
     * Opens the tables of a store that is only read.
     *
     * @throws StoreException if the environment holds something else than a store of a format we know
     */
    static Tables openExisting(Env<ByteBuffer> env, Path directory) {
        requireKnownFormat(env, directory);
        try (Txn<ByteBuffer> txn = env.txnRead()) {
            Tables tables = open(env, txn);
            txn.commit();
            return tables;
        }
    }

    private static Tables open(Env<ByteBuffer> env, Txn<ByteBuffer> txn, DbiFlags... flags) {
        return new Tables(
                open(env, txn, META, flags),
                open(env, txn, "tenants", flags),
                open(env, txn, "documents", flags),
                open(env, txn, "refs", flags),
                open(env, txn, "objects", flags),
                open(env, txn, "files", flags),
                open(env, txn, "ops", flags),
                open(env, txn, "checkpoints", flags),
                open(env, txn, "erasing", flags));
    }

    @SuppressWarnings("NullAway") // null asks for the native comparator; the library has no annotations
    private static Dbi<ByteBuffer> open(Env<ByteBuffer> env, Txn<ByteBuffer> txn, String name, DbiFlags... flags) {
        return env.openDbi(txn, name.getBytes(StandardCharsets.US_ASCII), null, false, flags);
    }

    /** Returns the pages of all tables, in bytes. */
    long usedBytes(Txn<ByteBuffer> txn) {
        long bytes = 0;
        for (Dbi<ByteBuffer> table :
                List.of(meta, tenants, documents, refs, objects, files, ops, checkpoints, erasing)) {
            Stat stat = table.stat(txn);
            bytes += (stat.branchPages + stat.leafPages + stat.overflowPages) * stat.pageSize;
        }
        return bytes;
    }

    /** Returns the newest generation of the log that is all here; 0 if there is none. */
    long carriedGeneration(Txn<ByteBuffer> txn, Keys keys) {
        ByteBuffer value = meta.get(txn, keys.name(CARRIED));
        return value == null ? 0 : value.getLong();
    }

    /** Notes that all of a generation of the log, and of those before it, is here. */
    void setCarriedGeneration(Txn<ByteBuffer> txn, Keys keys, long generation) {
        meta.reserve(txn, keys.name(CARRIED), Long.BYTES).putLong(generation);
    }

    private static void requireKnownFormat(Env<ByteBuffer> env, Path directory) {
        int format = readFormat(env)
                .orElseThrow(
                        () -> new StoreException(directory + " holds an LMDB database that is not a Sluice store"));
        if (format < Keys.OLDEST_FORMAT || format > Keys.FORMAT) {
            throw new StoreException("the store in " + directory + " has format " + format
                    + "; this version reads formats " + Keys.OLDEST_FORMAT + " to " + Keys.FORMAT
                    + " only. Open it with the version that wrote it");
        }
    }

    private static Optional<Integer> readFormat(Env<ByteBuffer> env) {
        Dbi<ByteBuffer> meta;
        try {
            meta = env.openDbi(META);
        } catch (Dbi.KeyNotFoundException notOurs) {
            return Optional.empty();
        }
        try (Txn<ByteBuffer> txn = env.txnRead()) {
            return readFormat(txn, meta);
        }
    }

    private static Optional<Integer> readFormat(Txn<ByteBuffer> txn, Dbi<ByteBuffer> meta) {
        return Optional.ofNullable(meta.get(txn, new Keys().name(FORMAT)))
                .filter(value -> value.remaining() == Integer.BYTES)
                .map(ByteBuffer::getInt);
    }
}
