package dev.sluice.container.store;

import dev.sluice.container.batch.RuntimeMessage;
import dev.sluice.protocol.json.JsonObject;

/**
 * A sequenced op of a data store. Immutable.
 *
 * @param contents what the data store submitted
 * @param message in which it came
 * @since 0.1
 */
public record StoreOp(JsonObject contents, RuntimeMessage message) {}
