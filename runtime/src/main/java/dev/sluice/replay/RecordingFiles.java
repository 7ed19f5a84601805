package dev.sluice.replay;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The files of a recording, wherever they lie.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface RecordingFiles {
    /**
     * Opens a file; the caller closes the stream.
     *
     * @param name relative, with slashes, such as {@code ops.jsonl}
     * @return nothing if there is no such file
     * @throws IOException if it cannot be read
     */
    Optional<InputStream> open(String name) throws IOException;
}
