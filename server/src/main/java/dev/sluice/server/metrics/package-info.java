/**
 * What the server measures about itself: every meter defined once, counted cheaply, shown at {@code /metrics}.
 *
 * <p>Counting is safe from any thread and looks nothing up. It relies on the store's statistics and the names of
 * the limits, and on what summarizers and their pool tell of their attempts; on nothing else of the server.
 */
@NullMarked
package dev.sluice.server.metrics;

import org.jspecify.annotations.NullMarked;
