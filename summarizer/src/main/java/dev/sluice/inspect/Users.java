package dev.sluice.inspect;

import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.ProtocolState;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The users of all clients that were members at a version or joined after it. Confined to one thread. */
final class Users {
    private final Map<String, String> byClient = new HashMap<>();

    /** Knows the members of a quorum. */
    Users(ProtocolState protocol) {
        protocol.members()
                .forEach((client, member) ->
                        know(client, JsonValue.parse(new String(member.client().toBytes(), StandardCharsets.UTF_8))));
    }

    /** Takes the next op: a join tells of a user. */
    void observe(SequencedMessage op) {
        String data = op.data();
        if (op.type().equals(MessageType.JOIN) && data != null) {
            JsonObject join = JsonValue.parse(data).asObject().orElse(JsonObject.EMPTY);
            join.string("clientId")
                    .ifPresent(client -> join.object("detail").ifPresent(detail -> know(client, detail)));
        }
    }

    private void know(String client, JsonValue detail) {
        detail.asObject()
                .flatMap(known -> known.object("user"))
                .flatMap(user -> user.string("id"))
                .ifPresent(id -> byClient.put(client, id));
    }

    Optional<String> find(String client) {
        return Optional.ofNullable(byClient.get(client));
    }
}
