package dev.sluice.driver;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Bytes to store, which can be read more than once: an upload may be repeated.
 *
 * @since 0.1
 */
public interface BlobContent {
    /** Returns the number of bytes. */
    long size();

    /**
     * Returns the bytes from the beginning; the caller closes the stream.
     *
     * @throws IOException if they cannot be read
     */
    InputStream open() throws IOException;

    /** Returns content in memory; the array must not change until it is stored. */
    static BlobContent of(byte[] bytes) {
        return new BlobContent() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }
        };
    }

    /**
     * Returns the content of a file, which must not change until it is stored.
     *
     * @throws IOException if its size cannot be read
     */
    static BlobContent of(Path file) throws IOException {
        long size = Files.size(file);
        return new BlobContent() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public InputStream open() throws IOException {
                return Files.newInputStream(file);
            }
        };
    }
}
