package dev.sluice.dds.mergetree;

import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonString;
import dev.sluice.protocol.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The string channels of a recorded scenario. */
final class Recording {
    private final String folder;
    private final String store;

    /** An op for a channel. */
    record Op(String channel, JsonObject op, Sequenced at) {}

    Recording(String scenario) {
        this(scenario, "A");
    }

    Recording(String scenario, String store) {
        this.store = store;
        this.folder = "/golden/runtime/v2.111.0/" + scenario + "/";
    }

    JsonObject json(String file) {
        return (JsonObject) JsonValue.parse(read(file));
    }

    private String read(String file) {
        try (InputStream in = Recording.class.getResourceAsStream(folder + file)) {
            if (in == null) {
                throw new IllegalArgumentException("no recorded " + folder + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the blobs below a channel's content as attached. */
    Map<String, String> attached(String channel) {
        JsonObject node = json("attach-summary.json");
        for (String name : List.of(".app", ".channels", store, ".channels", channel, "content")) {
            node = member(member(node, "tree"), name);
        }
        Map<String, String> blobs = new LinkedHashMap<>();
        member(node, "tree")
                .members()
                .forEach((name, blob) ->
                        blobs.put(name, ((JsonObject) blob).string("content").orElseThrow()));
        return blobs;
    }

    /** Returns the blobs below a channel's content in the latest snapshot. */
    Map<String, String> latest(String channel) {
        JsonObject node = member(json("snapshot.json"), "tree");
        for (String name : List.of(".channels", store, ".channels", channel, "content")) {
            node = member(member(node, "trees"), name);
        }
        Map<String, String> blobs = new LinkedHashMap<>();
        member(node, "blobs")
                .members()
                .forEach((name, blob) ->
                        blobs.put(name, ((JsonObject) blob).string("utf8").orElseThrow()));
        return blobs;
    }

    long latestSequenceNumber() {
        JsonObject node = member(json("snapshot.json"), "tree");
        node = member(member(node, "trees"), ".protocol");
        String attributes =
                member(member(node, "blobs"), "attributes").string("utf8").orElseThrow();
        return Fields.sequence((JsonObject) JsonValue.parse(attributes), "sequenceNumber");
    }

    JsonObject state(String channel) {
        return member(json("state.json"), channel);
    }

    List<Op> ops() {
        List<Op> ops = new ArrayList<>();
        read("ops.jsonl").lines().forEach(line -> {
            JsonObject message = (JsonObject) JsonValue.parse(line);
            if (message.string("type").filter("op"::equals).isPresent()) {
                Sequenced at = new Sequenced(
                        Fields.sequence(message, "sequenceNumber"),
                        Fields.sequence(message, "referenceSequenceNumber"),
                        Fields.sequence(message, "minimumSequenceNumber"),
                        message.string("clientId").orElse(""));
                collect(parsed(message.require("contents")), at, ops);
            }
        });
        return ops;
    }

    private static void collect(JsonObject runtime, Sequenced at, List<Op> ops) {
        String type = runtime.string("type").orElse("");
        if (type.equals("groupedBatch")) {
            runtime.array("contents")
                    .orElseThrow()
                    .elements()
                    .forEach(entry -> collect(parsed(((JsonObject) entry).require("contents")), at, ops));
        } else if (type.equals("component")) {
            JsonObject envelope = member(member(runtime, "contents"), "contents");
            if (envelope.string("type").filter("op"::equals).isPresent()) {
                JsonObject content = member(envelope, "content");
                if (content.get("contents") instanceof JsonObject op) {
                    ops.add(new Op(content.string("address").orElseThrow(), op, at));
                }
            }
        }
    }

    private static JsonObject parsed(JsonValue contents) {
        return (JsonObject) (contents instanceof JsonString text ? JsonValue.parse(text.value()) : contents);
    }

    private static JsonObject member(JsonObject object, String name) {
        return object.object(name).orElseThrow(() -> new IllegalArgumentException("no " + name));
    }
}
