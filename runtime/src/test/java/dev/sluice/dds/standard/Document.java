package dev.sluice.dds.standard;

import dev.sluice.container.Golden;
import dev.sluice.container.batch.BatchLimits;
import dev.sluice.container.batch.InboundBatches;
import dev.sluice.container.batch.RuntimeBatch;
import dev.sluice.container.batch.RuntimeMessage;
import dev.sluice.container.batch.RuntimeType;
import dev.sluice.datastore.channel.Channel;
import dev.sluice.datastore.channel.ChannelAttributes;
import dev.sluice.datastore.channel.ChannelContext;
import dev.sluice.datastore.channel.ChannelFactory;
import dev.sluice.datastore.channel.ChannelOp;
import dev.sluice.dds.testing.Blobs;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonString;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A document as a reader sees it who only follows its channels. */
final class Document {
    private final Map<String, Channel> channels = new TreeMap<>();
    private final Set<String> members = new LinkedHashSet<>();
    private final Deque<Runnable> events = new ArrayDeque<>();
    private final InboundBatches inbound = new InboundBatches(BatchLimits.DEFAULT);
    private long sequenceNumber;
    private long minimum;

    /** The forms in which trees of blobs are recorded. */
    interface Tree {
        Map<String, Tree> trees();

        Map<String, String> blobs();
    }

    private record Parts(Map<String, Tree> trees, Map<String, String> blobs) implements Tree {
        Parts() {
            this(new LinkedHashMap<>(), new LinkedHashMap<>());
        }
    }

    static Tree ofSummary(JsonObject json) {
        Parts parts = new Parts();
        json.object("tree").orElseThrow().members().forEach((name, value) -> {
            JsonObject node = value.asObject().orElseThrow();
            if (node.object("tree").isPresent()) {
                parts.trees.put(name, ofSummary(node));
            } else {
                node.string("content").ifPresent(text -> parts.blobs.put(name, text));
            }
        });
        return parts;
    }

    static Tree ofSnapshot(JsonObject json) {
        Parts parts = new Parts();
        json.object("trees")
                .orElseThrow()
                .members()
                .forEach((name, value) ->
                        parts.trees.put(name, ofSnapshot(value.asObject().orElseThrow())));
        json.object("blobs")
                .orElseThrow()
                .members()
                .forEach((name, value) ->
                        value.asObject().orElseThrow().string("utf8").ifPresent(text -> parts.blobs.put(name, text)));
        return parts;
    }

    private static Tree ofAttach(JsonObject json) {
        Parts parts = new Parts();
        for (JsonValue entry : json.array("entries").orElse(JsonArray.EMPTY).elements()) {
            JsonObject node = entry.asObject().orElseThrow();
            String path = node.string("path").orElseThrow();
            JsonObject value = node.object("value").orElseThrow();
            if (value.has("entries")) {
                parts.trees.put(path, ofAttach(value));
            } else {
                value.string("contents").ifPresent(text -> parts.blobs.put(path, text));
            }
        }
        return parts;
    }

    Map<String, Channel> channels() {
        return channels;
    }

    long sequenceNumber() {
        return sequenceNumber;
    }

    void startAt(long number, long minimumSequenceNumber) {
        sequenceNumber = number;
        minimum = minimumSequenceNumber;
    }

    void addMember(String id) {
        members.add(id);
    }

    /** Loads all channels of a container of types that are known. */
    void load(Tree application) {
        application.trees().getOrDefault(".channels", new Parts()).trees().forEach(this::loadStore);
    }

    private void loadStore(String store, Tree tree) {
        tree.trees()
                .getOrDefault(".channels", new Parts())
                .trees()
                .forEach((id, channel) -> loadChannel(store, id, channel));
    }

    private void loadChannel(String store, String id, Tree tree) {
        String attributes = tree.blobs().get(".attributes");
        if (attributes == null) {
            return;
        }
        ChannelAttributes found =
                new ChannelAttributes(JsonValue.parse(attributes).asObject().orElseThrow());
        Map<String, String> blobs = new LinkedHashMap<>();
        collect("", tree, blobs);
        blobs.remove(".attributes");
        for (ChannelFactory<?> factory : DataStructures.factories()) {
            if (factory.attributes().type().equals(found.type())) {
                String path = "/" + store + "/" + id;
                channels.put(path, factory.load(new Reader(store, id), new Blobs(blobs), found));
            }
        }
    }

    /** Loads a channel that nobody else has. */
    Channel reader(ChannelAttributes attributes, Map<String, String> blobs) {
        for (ChannelFactory<?> factory : DataStructures.factories()) {
            if (factory.attributes().type().equals(attributes.type())) {
                return factory.load(new Reader("A", "copy"), new Blobs(blobs), attributes);
            }
        }
        throw new IllegalArgumentException("unknown type " + attributes);
    }

    static void collect(String path, Tree tree, Map<String, String> blobs) {
        tree.blobs().forEach((name, text) -> blobs.put(path + name, text));
        tree.trees().forEach((name, child) -> collect(path + name + "/", child, blobs));
    }

    /** Applies the ops of a log up to a sequence number. */
    void replay(String scenario, long upTo) {
        for (SequencedMessage message : Golden.ops(scenario)) {
            if (message.sequenceNumber() > upTo) {
                return;
            }
            if (message.sequenceNumber() > sequenceNumber) {
                accept(message);
            }
        }
    }

    private void accept(SequencedMessage message) {
        membership(message);
        inbound.accept(message).ifPresent(this::apply);
        sequenceNumber = message.sequenceNumber();
        minimum = message.minimumSequenceNumber();
        while (!events.isEmpty()) {
            events.remove().run();
        }
    }

    private void membership(SequencedMessage message) {
        String type = message.type();
        if (type.equals("join")) {
            JsonObject data = JsonValue.parse(data(message)).asObject().orElseThrow();
            members.add(data.string("clientId").orElseThrow());
        } else if (type.equals("leave")) {
            String id = JsonValue.parse(data(message)).asString().orElseThrow();
            members.remove(id);
            channels.values().forEach(channel -> channel.memberLeft(id));
        }
    }

    private static String data(SequencedMessage message) {
        return Optional.ofNullable(message.data()).orElseThrow();
    }

    private void apply(RuntimeBatch batch) {
        for (RuntimeMessage message : batch.messages()) {
            JsonValue contents = message.contents();
            if (contents instanceof JsonObject object && message.type() == RuntimeType.ATTACH) {
                loadStore(
                        object.string("id").orElseThrow(),
                        ofAttach(object.object("snapshot").orElseThrow()));
            } else if (contents instanceof JsonObject object && message.type() == RuntimeType.COMPONENT) {
                apply(message, object);
            }
        }
    }

    private void apply(RuntimeMessage message, JsonObject envelope) {
        String store = envelope.string("address").orElseThrow();
        JsonObject inner = envelope.object("contents").orElseThrow();
        JsonObject content = inner.object("content").orElseThrow();
        if (inner.string("type").orElse("").equals("attach")) {
            loadChannel(
                    store,
                    content.string("id").orElseThrow(),
                    ofAttach(content.object("snapshot").orElseThrow()));
            return;
        }
        Channel channel =
                channels.get("/" + store + "/" + content.string("address").orElse(""));
        JsonValue op = content.get("contents");
        if (channel != null && op != null) {
            channel.apply(new ChannelOp(
                    op instanceof JsonString text && text.value().startsWith("{") ? JsonValue.parse(text.value()) : op,
                    message.clientId(),
                    message.clientSequenceNumber(),
                    message.sequenceNumber(),
                    message.referenceSequenceNumber(),
                    message.minimumSequenceNumber(),
                    message.timestampMs()));
        }
    }

    /** The context of a channel that is never edited here. */
    private final class Reader implements ChannelContext {
        private final String store;
        private final String id;

        Reader(String store, String id) {
            this.store = store;
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public String path() {
            return "/" + store + "/" + id;
        }

        @Override
        public boolean isShared() {
            return true;
        }

        @Override
        public void checkEditable() {
            throw new IllegalStateException("read-only");
        }

        @Override
        public void submit(JsonValue contents) {
            throw new IllegalStateException("read-only");
        }

        @Override
        public String clientId() {
            return "reader";
        }

        @Override
        public boolean isConnected() {
            return false;
        }

        @Override
        public long sequenceNumber() {
            return sequenceNumber;
        }

        @Override
        public long minimumSequenceNumber() {
            return minimum;
        }

        @Override
        public boolean isMember(String clientId) {
            return members.contains(clientId);
        }

        @Override
        public String absolute(String url) {
            return url.startsWith("/") ? url : "/" + store + "/" + url;
        }

        @Override
        public String newId() {
            throw new IllegalStateException("read-only");
        }

        @Override
        public void publish(Runnable event) {
            events.add(event);
        }

        @Override
        public void listenerFailed(RuntimeException failure) {
            throw failure;
        }
    }
}
