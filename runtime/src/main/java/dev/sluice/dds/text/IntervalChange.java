package dev.sluice.dds.text;

import dev.sluice.dds.Origin;
import java.util.Optional;

/**
 * An interval was added, changed or removed in view. Immutable.
 *
 * @param id which
 * @param oldInterval what it was; empty if it was not there
 * @param newInterval what it is; empty if it is gone
 * @param origin who is the cause
 * @since 0.1
 */
public record IntervalChange(
        String id, Optional<Interval> oldInterval, Optional<Interval> newInterval, Origin origin) {}
