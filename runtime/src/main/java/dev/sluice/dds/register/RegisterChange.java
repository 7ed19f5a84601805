package dev.sluice.dds.register;

import dev.sluice.dds.Origin;
import dev.sluice.protocol.json.JsonValue;
import java.util.Optional;

/**
 * A write to a register was sequenced. Immutable.
 *
 * @param key the register
 * @param oldValue what {@link ConsensusRegisterCollection#read} gave before
 * @param newValue what was written; empty if undefined
 * @param isWinner whether the writer had seen the value before, so that what it wrote is the agreed value now
 * @param origin who wrote it
 * @since 0.1
 */
public record RegisterChange(
        String key, Optional<JsonValue> oldValue, Optional<JsonValue> newValue, boolean isWinner, Origin origin) {}
