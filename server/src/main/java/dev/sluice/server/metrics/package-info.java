/**
 * What the server measures about itself: every meter defined once, counted cheaply, shown at {@code /metrics}.
 *
 * <p>Counting is safe from any thread and looks nothing up. It relies on the store's statistics and the names of
 * the limits, and nothing else of the server; of summarizers, on what they tell of their attempts.
 */
@NullMarked
package dev.sluice.server.metrics;

import org.jspecify.annotations.NullMarked;
