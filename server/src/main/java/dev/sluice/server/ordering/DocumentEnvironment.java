package dev.sluice.server.ordering;

import dev.sluice.server.storage.Store;
import dev.sluice.server.summary.TreeSizes;
import java.time.InstantSource;

/**
 * What all open documents share. Immutable; its parts are safe for use by many threads.
 *
 * @param store where ops, versions and checkpoints are kept
 * @param clock gives ops their timestamps
 * @param options limits and times
 * @param listener is told what happens
 * @param sizes remembers how large the trees of summaries are
 */
record DocumentEnvironment(
        Store store, InstantSource clock, OrderingOptions options, OrderingListener listener, TreeSizes sizes) {
    long nowMs() {
        return clock.millis();
    }
}
