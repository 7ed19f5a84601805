package dev.sluice.server.storage.lmdb;

import dev.sluice.protocol.git.GitId;

/**
 * A large blob in a file of its own.
 *
 * <p>The number makes the name unique: two uploads of one content never touch each other's file. Immutable.
 */
record LargeFile(long number, GitId id, long size) {
    /** The size of a value of the files table. */
    static final int VALUE_BYTES = Integer.BYTES + GitId.BYTES + Long.BYTES;

    /** Returns the path below the folder of large blobs. */
    String relativePath() {
        String hex = id.toHex();
        return hex.substring(0, 2) + "/" + hex + "." + number;
    }
}
