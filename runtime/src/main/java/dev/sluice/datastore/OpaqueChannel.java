package dev.sluice.datastore;

import dev.sluice.container.snapshot.StoredTree;
import dev.sluice.datastore.channel.Channel;
import dev.sluice.datastore.channel.ChannelAttributes;
import dev.sluice.datastore.channel.ChannelException;
import dev.sluice.datastore.channel.ChannelOp;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonHandle;
import dev.sluice.protocol.json.JsonNestingException;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonString;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A channel of a type that is unknown here, carried as it was stored (runtime-formats §8): its snapshot stays as it is, handles
 * in it and in its ops are counted, and after the first op it cannot be written any more.
 *
 * <p>Confined to the document's thread.
 *
 * @since 0.1
 */
public final class OpaqueChannel implements Channel {
    private static final String HANDLE_MARK = "__fluid_handle__";

    private final ChannelAttributes attributes;
    private final String path;
    private final StoredTree stored;
    private final Set<String> urlsOfOps = new LinkedHashSet<>();
    private boolean isChanged;

    OpaqueChannel(String path, StoredTree stored, ChannelAttributes attributes) {
        this.path = path;
        this.stored = stored;
        this.attributes = attributes;
    }

    @Override
    public ChannelAttributes attributes() {
        return attributes;
    }

    /** Whether there was an op, so that the stored content is outdated. */
    public boolean isChanged() {
        return isChanged;
    }

    @Override
    public void share() {
        throw new IllegalStateException("found " + path + " of unknown type " + attributes.type() + " not shared");
    }

    @Override
    public void apply(ChannelOp op) {
        isChanged = true;
        JsonHandle.forEach(op.contents(), urlsOfOps::add);
    }

    @Override
    public void acknowledge(ChannelOp op) {
        throw notEditable();
    }

    @Override
    public void resubmit() {
        throw notEditable();
    }

    @Override
    public void rollback() {
        throw notEditable();
    }

    @Override
    public void applyStashed(JsonValue contents) {
        throw notEditable();
    }

    private ChannelException notEditable() {
        return new ChannelException(
                "found an edit of " + path + ", whose type " + attributes.type() + " is unknown here");
    }

    @Override
    public SummaryTree summarize() {
        if (isChanged) {
            throw new ChannelException("channel " + path + " of unknown type " + attributes.type()
                    + " changed since it was stored; only a client that knows the type can summarize the document");
        }
        return stored.withoutBlobs(StoredChannel.NOT_CONTENT).toSummary();
    }

    @Override
    public void forEachHandle(Consumer<String> urls) {
        StoredChannel content = new StoredChannel(stored);
        for (String blob : content.paths()) {
            scan(new String(content.read(blob), StandardCharsets.UTF_8), urls);
        }
        urlsOfOps.forEach(urls);
    }

    /** Content may be JSON in strings of JSON, to any depth: one text after the other, for recursion would end somewhere. */
    private void scan(String content, Consumer<String> urls) {
        Deque<String> texts = new ArrayDeque<>();
        texts.add(content);
        while (!texts.isEmpty()) {
            String text = texts.remove();
            if (text.contains(HANDLE_MARK)) {
                parse(text).ifPresent(value -> {
                    JsonHandle.forEach(value, urls);
                    strings(value, texts);
                });
            }
        }
    }

    private Optional<JsonValue> parse(String text) {
        try {
            return Optional.of(JsonValue.parse(text, Json.MAX_ALLOWED_DEPTH));
        } catch (JsonNestingException tooDeep) {
            // To overlook what it refers to would have that deleted.
            throw new ChannelException("channel " + path + " cannot be searched for handles", tooDeep);
        } catch (JsonException binary) {
            // Some blobs are no JSON; what they refer to only clients that know the type can tell.
            return Optional.empty();
        }
    }

    private static void strings(JsonValue value, Deque<String> texts) {
        if (value instanceof JsonString string) {
            texts.add(string.value());
        } else if (value instanceof JsonArray array) {
            array.elements().forEach(element -> strings(element, texts));
        } else if (value instanceof JsonObject object) {
            object.members().values().forEach(member -> strings(member, texts));
        }
    }
}
