package dev.sluice.server.storage.lmdb;

import java.nio.file.Path;

/**
 * How an {@link LmdbStore} is opened. Immutable.
 *
 * @param directory where everything of the store lies; made if missing
 * @param durability what a power cut may take away
 * @param initialMapBytes address space reserved at first; takes no disk
 * @param maximumMapBytes the size the database file never exceeds; large blobs do not count
 * @param preallocateBytes how far ahead the file is filled with zeros, since writing inside a file is much cheaper to make
 *     durable than making it longer; 0 for not at all
 * @param largeBlobBytes spooled content of at least this size gets a file of its own
 * @param groupBytes about how much goes into one commit at most
 * @param queueBytes how much may wait to be committed before further transactions are refused
 */
public record LmdbOptions(
        Path directory,
        Durability durability,
        long initialMapBytes,
        long maximumMapBytes,
        long preallocateBytes,
        int largeBlobBytes,
        long groupBytes,
        long queueBytes) {
    private static final long MIB = 1L << 20;

    /** Creates options. */
    public LmdbOptions {
        requirePositive("initialMapBytes", initialMapBytes);
        requirePositive("largeBlobBytes", largeBlobBytes);
        requirePositive("groupBytes", groupBytes);
        requirePositive("queueBytes", queueBytes);
        if (maximumMapBytes < initialMapBytes) {
            throw new IllegalArgumentException("maximumMapBytes is " + maximumMapBytes
                    + "; expected at least initialMapBytes, which is " + initialMapBytes);
        }
        if (preallocateBytes < 0) {
            throw new IllegalArgumentException("preallocateBytes is " + preallocateBytes + "; expected 0 or more");
        }
    }

    /**
     * Returns the defaults: nothing is lost, up to 1 TiB, files for blobs of 1 MiB and more. So much address space is
     * reserved at once that the map hardly ever has to move, for which it would wait for a long backup.
     */
    public static LmdbOptions in(Path directory) {
        return new LmdbOptions(
                directory,
                Durability.COMMIT,
                64 * 1024 * MIB,
                1024 * 1024 * MIB,
                8 * MIB,
                (int) MIB,
                16 * MIB,
                256 * MIB);
    }

    /** Returns these options with another durability. */
    public LmdbOptions withDurability(Durability other) {
        return new LmdbOptions(
                directory,
                other,
                initialMapBytes,
                maximumMapBytes,
                preallocateBytes,
                largeBlobBytes,
                groupBytes,
                queueBytes);
    }

    /** Returns these options with other sizes of the map. */
    public LmdbOptions withMapBytes(long initial, long maximum) {
        return new LmdbOptions(
                directory, durability, initial, maximum, preallocateBytes, largeBlobBytes, groupBytes, queueBytes);
    }

    /** Returns these options with another step of preallocation. */
    public LmdbOptions withPreallocateBytes(long other) {
        return new LmdbOptions(
                directory, durability, initialMapBytes, maximumMapBytes, other, largeBlobBytes, groupBytes, queueBytes);
    }

    /** Returns these options with another threshold for files of their own. */
    public LmdbOptions withLargeBlobBytes(int other) {
        return new LmdbOptions(
                directory,
                durability,
                initialMapBytes,
                maximumMapBytes,
                preallocateBytes,
                other,
                groupBytes,
                queueBytes);
    }

    /** Returns these options with other bounds of a commit and of what may wait for one. */
    public LmdbOptions withQueue(long newGroupBytes, long newQueueBytes) {
        return new LmdbOptions(
                directory,
                durability,
                initialMapBytes,
                maximumMapBytes,
                preallocateBytes,
                largeBlobBytes,
                newGroupBytes,
                newQueueBytes);
    }

    private static void requirePositive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " is " + value + "; expected more than 0");
        }
    }
}
