package dev.sluice.datastore;

import dev.sluice.datastore.channel.Channel;
import dev.sluice.datastore.channel.ChannelAttributes;
import dev.sluice.datastore.channel.ChannelContext;
import dev.sluice.datastore.channel.ChannelException;
import dev.sluice.datastore.channel.ChannelFactory;
import dev.sluice.datastore.channel.ChannelOp;
import dev.sluice.datastore.channel.ChannelStorage;
import dev.sluice.protocol.json.JsonHandle;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** A channel that writes down, in order, whatever is added to it: the smallest that is still one. */
final class Journal implements Channel {
    static final String TYPE = ChannelAttributes.TYPE_PREFIX + "journal";

    /** Makes journals of one type. */
    record Factory(String type) implements ChannelFactory<Journal> {
        Factory() {
            this(TYPE);
        }

        @Override
        public ChannelAttributes attributes() {
            return ChannelAttributes.of(type, "0.1");
        }

        @Override
        public Class<Journal> channelClass() {
            return Journal.class;
        }

        @Override
        public Journal create(ChannelContext context) {
            return new Journal(context, attributes());
        }

        @Override
        public Journal load(ChannelContext context, ChannelStorage content, ChannelAttributes attributes) {
            Journal journal = new Journal(context, attributes);
            if (content.has("header")) {
                String text = new String(content.read("header"), StandardCharsets.UTF_8);
                JsonValue.parse(text).asArray().ifPresent(array -> journal.sequenced.addAll(array.elements()));
            }
            return journal;
        }
    }

    final List<String> events = new ArrayList<>();
    final List<String> departed = new ArrayList<>();
    /** How often somebody looked for handles. */
    int visits;

    private final ChannelContext context;
    private final ChannelAttributes attributes;
    private final List<JsonValue> sequenced = new ArrayList<>();
    private final Deque<JsonValue> pending = new ArrayDeque<>();

    Journal(ChannelContext context, ChannelAttributes attributes) {
        this.context = context;
        this.attributes = attributes;
    }

    void add(JsonValue entry) {
        context.checkEditable();
        if (context.isShared()) {
            pending.add(entry);
            context.submit(entry);
        } else {
            sequenced.add(entry);
        }
    }

    void add(String entry) {
        add(JsonValue.of(entry));
    }

    /** All entries, pending ones last. */
    List<JsonValue> entries() {
        List<JsonValue> all = new ArrayList<>(sequenced);
        all.addAll(pending);
        return all;
    }

    List<String> texts() {
        return entries().stream()
                .map(entry -> entry.asString().orElseGet(entry::toJson))
                .toList();
    }

    @Override
    public ChannelAttributes attributes() {
        return attributes;
    }

    @Override
    public void share() {
        if (!pending.isEmpty()) {
            throw new IllegalStateException("shared with pending entries");
        }
    }

    @Override
    public void apply(ChannelOp op) {
        sequenced.add(op.contents());
        context.publish(() -> events.add(op.contents().toJson() + " of " + texts().size()));
    }

    @Override
    public void acknowledge(ChannelOp op) {
        JsonValue oldest = pending.remove();
        if (!oldest.equals(op.contents())) {
            throw new ChannelException("found " + op.contents().toJson() + ", expected " + oldest.toJson());
        }
        sequenced.add(oldest);
    }

    @Override
    public void resubmit() {
        JsonValue oldest = pending.remove();
        pending.add(oldest);
        context.submit(oldest);
    }

    @Override
    public void rollback() {
        pending.removeLast();
    }

    @Override
    public void applyStashed(JsonValue contents) {
        add(contents);
    }

    @Override
    public SummaryTree summarize() {
        return SummaryTree.builder()
                .text("header", JsonValue.of(sequenced).toJson())
                .build();
    }

    @Override
    public void forEachHandle(Consumer<String> urls) {
        visits++;
        entries().forEach(entry -> JsonHandle.forEach(entry, urls));
    }

    @Override
    public void memberLeft(String clientId) {
        departed.add(clientId + " after " + sequenced.size());
    }
}
