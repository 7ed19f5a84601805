package dev.sluice.dds.counter;

import dev.sluice.dds.Origin;

/**
 * Something was added to a counter. Immutable.
 *
 * @param delta how much; negative if it was subtracted
 * @param value what the counter shows now
 * @param origin who added it
 * @since 0.1
 */
public record Increment(long delta, long value, Origin origin) {}
