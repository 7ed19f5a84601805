package dev.sluice.driver;

import dev.sluice.protocol.git.GitId;

/**
 * Fetches blobs by id. Safe for use by many threads.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface BlobReader {
    /**
     * Returns the bytes of a blob; blocks.
     *
     * @throws DriverException if it is not there or the service cannot be reached
     */
    byte[] read(GitId blob);
}
