package dev.sluice.dds.cell;

import dev.sluice.dds.Origin;
import dev.sluice.protocol.json.JsonValue;
import java.util.Optional;

/**
 * The value of a cell changed in view. Immutable.
 *
 * @param oldValue what was there; empty if nothing
 * @param newValue what is there; empty if nothing
 * @param origin who changed it
 * @since 0.1
 */
public record CellChange(Optional<JsonValue> oldValue, Optional<JsonValue> newValue, Origin origin) {}
