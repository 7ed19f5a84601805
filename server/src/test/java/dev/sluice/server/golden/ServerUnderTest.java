package dev.sluice.server.golden;

import java.net.URI;
import java.util.Set;

/** A running server. */
interface ServerUnderTest extends AutoCloseable {

    /** What a server may have or not. */
    enum Feature {
        /** Session discovery. */
        DISCOVERY,
        /** Upload and download of whole summaries. */
        WHOLE_SUMMARIES
    }

    URI baseUri();

    /** The waits it runs with, which may be other than those that were wished for. */
    ServerTimes times();

    Set<Feature> features();

    /** What it may do otherwise than the recordings. */
    Profile profile();

    @Override
    void close();
}
