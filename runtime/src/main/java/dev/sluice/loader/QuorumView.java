package dev.sluice.loader;

import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.protocol.ProtocolState;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.Map;
import java.util.Optional;

/** The quorum as of the newest op. Confined to the container's thread. */
final class QuorumView implements Quorum {
    private ProtocolState state;

    QuorumView(ProtocolState state) {
        this.state = state;
    }

    ProtocolState state() {
        return state;
    }

    /**
     * Applies the next op.
     *
     * @throws ContainerException if no service would write it
     */
    void apply(SequencedMessage op) {
        try {
            state = state.apply(op);
        } catch (IllegalArgumentException malformed) {
            throw new ContainerException(
                    Kind.PROTOCOL_VIOLATION,
                    "op " + op.sequenceNumber() + " breaks the protocol: " + malformed.getMessage(),
                    malformed);
        }
    }

    @Override
    public Map<String, ProtocolState.Member> members() {
        return state.members();
    }

    @Override
    public Optional<JsonValue> value(String key) {
        return Optional.ofNullable(state.values().get(key))
                .flatMap(stored -> JsonValue.parse(stored).asObject())
                .flatMap(stored -> member(stored, "value"));
    }

    private static Optional<JsonValue> member(JsonObject object, String name) {
        return Optional.ofNullable(object.get(name));
    }
}
