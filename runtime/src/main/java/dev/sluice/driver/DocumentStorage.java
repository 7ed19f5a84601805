package dev.sluice.driver;

import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.summary.SummaryTree;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * Versions and blobs of one document. Every call blocks, and throws {@link DriverException} if the service refuses or cannot be
 * reached. Safe for use by many threads.
 *
 * @since 0.1
 */
public interface DocumentStorage {
    /**
     * Returns the newest versions, newest first.
     *
     * @param count at most how many, from 1
     */
    List<Version> versions(int count);

    /** Returns the newest version with everything needed to load, or nothing if the document has none. */
    Optional<Snapshot> latest();

    /** Returns a version with everything needed to load. */
    Snapshot snapshot(Version version);

    /** Returns the bytes of a blob, which hash to its id. */
    byte[] readBlob(GitId blob);

    /**
     * Copies a blob without holding it in memory.
     *
     * @return the number of bytes
     * @throws IOException if {@code to} fails
     */
    long copyBlob(GitId blob, OutputStream to) throws IOException;

    /**
     * Stores a blob; storing the same bytes again is allowed.
     *
     * <p>The service keeps it for a time only unless an op or a summary names it.
     *
     * @return its id, the Git hash of the bytes
     */
    GitId uploadBlob(BlobContent content);

    /**
     * Stores a summary and returns the handle a {@code summarize} op names it by.
     *
     * <p>Handles in the tree are paths below {@code base}'s application tree, such as {@code /.channels/default}, with segments
     * encoded.
     *
     * @param base the version that handles refer to; empty if there are none
     * @throws DriverException if a handle leads nowhere, among others
     */
    String uploadSummary(SummaryTree summary, Optional<Version> base);
}
