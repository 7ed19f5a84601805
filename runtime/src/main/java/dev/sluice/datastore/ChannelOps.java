package dev.sluice.datastore;

import dev.sluice.container.batch.RuntimeMessage;
import dev.sluice.datastore.channel.ChannelException;
import dev.sluice.datastore.channel.ChannelOp;
import dev.sluice.protocol.json.JsonNull;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;

/** The ops of data stores: an op of a channel, or a new channel (runtime-formats §4). Pure. */
final class ChannelOps {
    private ChannelOps() {}

    static JsonObject op(String channelId, JsonValue contents) {
        return envelope(
                "op",
                JsonObject.builder()
                        .put("address", channelId)
                        .put("contents", contents)
                        .build());
    }

    static JsonObject attach(String channelId, String type, JsonObject snapshot) {
        return envelope(
                "attach",
                JsonObject.builder()
                        .put("id", channelId)
                        .put("type", type)
                        .put("snapshot", snapshot)
                        .build());
    }

    private static JsonObject envelope(String type, JsonObject content) {
        return JsonObject.builder().put("type", type).put("content", content).build();
    }

    static boolean isAttach(JsonObject storeOp) {
        return text(storeOp, "type").equals("attach");
    }

    static JsonObject content(JsonObject storeOp) {
        return storeOp.object("content")
                .orElseThrow(() -> new ChannelException("an op of a data store without content"));
    }

    /** What a channel submitted. */
    static JsonValue contents(JsonObject storeOp) {
        JsonValue contents = content(storeOp).get("contents");
        return contents == null ? JsonNull.NULL : contents;
    }

    static String text(JsonObject object, String name) {
        return object.string(name)
                .orElseThrow(() -> new ChannelException(
                        "found no text " + name + " in " + object.members().keySet()));
    }

    static ChannelOp sequenced(JsonObject storeOp, RuntimeMessage message) {
        return new ChannelOp(
                contents(storeOp),
                message.clientId(),
                message.clientSequenceNumber(),
                message.sequenceNumber(),
                message.referenceSequenceNumber(),
                message.minimumSequenceNumber(),
                message.timestampMs());
    }
}
