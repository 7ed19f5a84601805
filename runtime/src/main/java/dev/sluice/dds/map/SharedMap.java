package dev.sluice.dds.map;

import dev.sluice.datastore.channel.ChannelAttributes;
import dev.sluice.datastore.channel.ChannelContext;
import dev.sluice.datastore.channel.ChannelFactory;
import dev.sluice.datastore.channel.ChannelOp;
import dev.sluice.datastore.channel.ChannelStorage;
import dev.sluice.dds.KeyedValues;
import dev.sluice.dds.Origin;
import dev.sluice.dds.SharedObject;
import dev.sluice.dds.SharedObjectFactory;
import dev.sluice.dds.ValueChange;
import dev.sluice.dds.keyed.KeyedEdit;
import dev.sluice.dds.keyed.KeyedState;
import dev.sluice.dds.keyed.Wrapped;
import dev.sluice.event.Listeners;
import dev.sluice.event.Registration;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Values under keys that many clients edit (dds-formats §4). For each key the last sequenced edit wins; while edits of this
 * client to a key are pending, those of others do not show.
 *
 * <pre>{@code
 * map.set("title", "Plan");
 * map.set("notes", notes.handle());
 * String title = map.getString("title").orElse("untitled");
 * try (Registration watching = map.onChange(change -> repaint(change.key()))) {
 *     map.delete("title");
 * }
 * }</pre>
 *
 * <p>Confined to its document's thread.
 *
 * @since 0.1
 */
public final class SharedMap extends SharedObject implements KeyedValues {
    /** Makes maps. */
    public static final ChannelFactory<SharedMap> FACTORY =
            SharedObjectFactory.of("map", "0.2", SharedMap.class, SharedMap::new, SharedMap::load);

    private final Listeners<ValueChange> listeners = newListeners();
    private final KeyedState state = new KeyedState(this::changed);
    private final Deque<KeyedEdit> pending = new ArrayDeque<>();
    /** What is told once the edit is submitted. */
    private final Deque<ValueChange> untold = new ArrayDeque<>();

    private SharedMap(ChannelContext context, ChannelAttributes attributes) {
        super(context, attributes);
    }

    private static SharedMap load(ChannelContext context, ChannelAttributes attributes, ChannelStorage content) {
        SharedMap loaded = new SharedMap(context, attributes);
        JsonObject header = object(read(content, MapSnapshot.HEADER));
        Optional<JsonArray> blobs = header.array(MapSnapshot.BLOBS);
        if (blobs.isEmpty()) {
            loaded.load(header);
            return loaded;
        }
        loaded.load(header.object(MapSnapshot.CONTENT).orElse(JsonObject.EMPTY));
        for (JsonValue name : blobs.get().elements()) {
            loaded.load(object(read(content, name.asString().orElseThrow(() -> unknown(header)))));
        }
        return loaded;
    }

    private void load(JsonObject entries) {
        entries.members().forEach((key, wrapped) -> state.load(key, Wrapped.read(wrapped, this::absolute)));
    }

    @Override
    public Optional<JsonValue> get(String key) {
        return state.get(key);
    }

    @Override
    public boolean has(String key) {
        return state.has(key);
    }

    @Override
    public List<String> keys() {
        return state.keys();
    }

    @Override
    public void set(String key, JsonValue value) {
        edit(KeyedEdit.set(key, Optional.of(absolute(value))));
    }

    @Override
    public void setUndefined(String key) {
        edit(KeyedEdit.set(key, Optional.empty()));
    }

    @Override
    public boolean delete(String key) {
        boolean wasThere = state.has(key);
        edit(KeyedEdit.delete(key));
        return wasThere;
    }

    @Override
    public void clear() {
        edit(KeyedEdit.clear());
    }

    @Override
    public Registration onChange(Consumer<? super ValueChange> listener) {
        return listeners.add(listener);
    }

    private void edit(KeyedEdit edit) {
        context().checkEditable();
        if (context().isShared()) {
            state.pend(edit);
            pending.add(edit);
            context().submit(edit.op().build());
        } else {
            state.apply(edit, true);
        }
        tellAll();
    }

    private void changed(String key, Optional<JsonValue> before, Optional<JsonValue> now, boolean isLocal) {
        if (!listeners.isEmpty()) {
            untold.add(new ValueChange(key, before, now, isLocal ? Origin.LOCAL : Origin.REMOTE));
        }
    }

    private void tellAll() {
        while (!untold.isEmpty()) {
            tell(listeners, untold.remove());
        }
    }

    private KeyedEdit read(JsonValue contents) {
        JsonObject op = object(contents);
        return KeyedEdit.read(op, this::absolute).orElseThrow(() -> unknown(op));
    }

    @Override
    protected void process(ChannelOp op) {
        state.apply(read(op.contents()), false);
        tellAll();
    }

    @Override
    protected void processOwn(ChannelOp op) {
        state.acknowledge(takeOldest(pending));
    }

    @Override
    public void resubmit() {
        KeyedEdit edit = takeOldest(pending);
        pending.add(edit);
        context().submit(edit.op().build());
    }

    @Override
    public void rollback() {
        state.rollback(takeNewest(pending));
        tellAll();
    }

    @Override
    protected void remake(JsonObject contents) {
        edit(read(contents));
    }

    @Override
    public SummaryTree summarize() {
        return MapSnapshot.write(state.sequenced());
    }

    @Override
    public void forEachHandle(Consumer<String> urls) {
        state.forEachHandle(urls);
    }
}
