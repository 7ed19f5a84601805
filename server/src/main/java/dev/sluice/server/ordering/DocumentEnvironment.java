package dev.sluice.server.ordering;

import dev.sluice.server.storage.Store;
import java.time.InstantSource;

/**
 * What all open documents share. Immutable; its parts are safe for use by many threads.
 *
 * @param store where ops, versions and checkpoints are kept
 * @param clock gives ops their timestamps
 * @param options limits and times
 * @param listener is told what happens
 */
record DocumentEnvironment(Store store, InstantSource clock, OrderingOptions options, OrderingListener listener) {
    long nowMs() {
        return clock.millis();
    }
}
