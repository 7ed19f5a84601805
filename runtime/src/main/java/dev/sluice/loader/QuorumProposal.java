package dev.sluice.loader;

import dev.sluice.protocol.json.JsonValue;

/**
 * A value that somebody proposed (runtime-formats §2.1). Immutable.
 *
 * @param key what it is a value for; {@code code} names what the document needs
 * @param value the value
 * @param sequenceNumber the proposal's op
 * @param isApproved whether everybody has agreed; each proposal is told of twice, first without
 * @since 0.1
 */
public record QuorumProposal(String key, JsonValue value, long sequenceNumber, boolean isApproved) {}
