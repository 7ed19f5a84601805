package dev.sluice.server.transport.rest;

import java.util.OptionalLong;

/** What is read, and encoded, while it is sent, and need not fit into memory. Blocking. Confined to one thread at a time. */
interface ContentStream extends AutoCloseable {
    /** Returns the number of bytes that will be sent, if that is known before they are read. */
    OptionalLong length();

    /** Returns what is sent first. */
    byte[] before();

    /** Reads and encodes the next piece; it may be empty. */
    byte[] next();

    /** Tells whether the last piece was read. */
    boolean isAtEnd();

    /** Returns what is sent last. */
    byte[] after();

    @Override
    void close();
}
