package dev.sluice.collector.bench;

import java.nio.file.Path;

/**
 * A graph file cannot be used; the message names the file, what was found and what was expected.
 *
 * @since 0.1
 */
public final class GraphFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what is wrong with a file. */
    public GraphFileException(Path file, String problem) {
        super(file + ": " + problem);
    }
}
