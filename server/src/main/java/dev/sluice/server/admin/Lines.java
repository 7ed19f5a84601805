package dev.sluice.server.admin;

import java.io.IOException;

/** Takes results one JSON object at a time; both the command line and the routes speak in such lines. */
@FunctionalInterface
interface Lines {
    /**
     * Takes one line.
     *
     * @param json UTF-8, without a line break; the array is the taker's to keep
     */
    void line(byte[] json) throws IOException;
}
