package dev.sluice.datastore.channel;

import dev.sluice.protocol.json.JsonValue;

/**
 * A sequenced op of a channel. Immutable.
 *
 * @param contents what the sender's channel submitted
 * @param clientId the sender
 * @param clientSequenceNumber of the op; in a grouped batch the place in the group, from 1
 * @param sequenceNumber of the op; ops of a grouped batch share it
 * @param referenceSequenceNumber the newest op the sender had seen
 * @param minimumSequenceNumber no client refers to an op before this one
 * @param timestampMs when the service received the op, in milliseconds since 1970
 * @since 0.1
 */
public record ChannelOp(
        JsonValue contents,
        String clientId,
        long clientSequenceNumber,
        long sequenceNumber,
        long referenceSequenceNumber,
        long minimumSequenceNumber,
        long timestampMs) {}
