package dev.sluice.dds.matrix;

import dev.sluice.dds.Origin;
import dev.sluice.protocol.json.JsonValue;
import java.util.Optional;

/**
 * The value of a cell changed in view. Immutable.
 *
 * @param row where the cell is now
 * @param column where the cell is now
 * @param oldValue what was there; empty if nothing
 * @param newValue what is there; empty if nothing
 * @param origin who is the cause
 * @since 0.1
 */
public record CellChange(
        int row, int column, Optional<JsonValue> oldValue, Optional<JsonValue> newValue, Origin origin) {}
