package dev.sluice.dds.matrix;

import dev.sluice.dds.Origin;

/**
 * Rows or columns appeared or disappeared in view. Immutable.
 *
 * @param axis which of the two
 * @param kind what happened
 * @param position of the first of them
 * @param count how many
 * @param origin who is the cause
 * @since 0.1
 */
public record AxisChange(Axis axis, Kind kind, int position, int count, Origin origin) {
    /** The dimensions of a matrix. */
    public enum Axis {
        /** From top to bottom. */
        ROWS,
        /** From left to right. */
        COLUMNS
    }

    /** The kinds of changes. */
    public enum Kind {
        /** They are there. */
        INSERTED,
        /** They are gone. */
        REMOVED
    }
}
