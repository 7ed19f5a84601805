package dev.sluice.dds;

import dev.sluice.protocol.json.JsonValue;
import java.util.Optional;

/**
 * The value under a key changed in view. Immutable.
 *
 * @param key the key
 * @param oldValue what was there; empty if nothing or undefined
 * @param newValue what is there; empty if nothing or undefined
 * @param origin who changed it
 * @since 0.1
 */
public record ValueChange(String key, Optional<JsonValue> oldValue, Optional<JsonValue> newValue, Origin origin) {}
