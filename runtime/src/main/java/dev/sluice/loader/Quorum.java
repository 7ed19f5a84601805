package dev.sluice.loader;

import dev.sluice.protocol.ProtocolState;
import dev.sluice.protocol.json.JsonValue;
import java.util.Map;
import java.util.Optional;

/**
 * What all clients of a document agree on: its writing members, in the order in which they joined, and its values
 * (runtime-formats §2.1). Confined to its container's thread.
 *
 * @since 0.1
 */
public interface Quorum {
    /** The members by client id, oldest first. */
    Map<String, ProtocolState.Member> members();

    /** Whether the client is a member. */
    default boolean isMember(String clientId) {
        return members().containsKey(clientId);
    }

    /** The approved value of a key. */
    Optional<JsonValue> value(String key);
}
