package dev.sluice.server.bench;

/** Something that is done to a server to measure it. */
interface Scenario {
    String name();

    /** Measures {@code server} once; throws if the server does not do what the protocol promises. */
    void measure(Server server, Results results);
}
