package dev.sluice.container.batch;

import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A sequenced message of the container runtime, out of whatever it travelled in (runtime-formats §4). Immutable.
 *
 * @param clientId who sent it
 * @param clientSequenceNumber of the op; in a grouped batch the message's place in the group, from 1 (RT-050)
 * @param sequenceNumber of the op; all messages of a grouped batch share it
 * @param referenceSequenceNumber the newest op the sender had seen
 * @param minimumSequenceNumber no client refers to an op before this one
 * @param timestampMs when the service received the op, in milliseconds since 1970
 * @param type what it is for
 * @param contents depends on the type; {@code null} if absent
 * @param metadata of the message or its op; {@code null} if absent
 * @since 0.1
 */
public record RuntimeMessage(
        String clientId,
        long clientSequenceNumber,
        long sequenceNumber,
        long referenceSequenceNumber,
        long minimumSequenceNumber,
        long timestampMs,
        RuntimeType type,
        @Nullable JsonValue contents,
        @Nullable JsonObject metadata) {}
