package dev.sluice.dds.cell;

import dev.sluice.datastore.channel.ChannelAttributes;
import dev.sluice.datastore.channel.ChannelContext;
import dev.sluice.datastore.channel.ChannelFactory;
import dev.sluice.datastore.channel.ChannelOp;
import dev.sluice.datastore.channel.ChannelStorage;
import dev.sluice.dds.Origin;
import dev.sluice.dds.SharedObject;
import dev.sluice.dds.SharedObjectFactory;
import dev.sluice.dds.SingleValue;
import dev.sluice.event.Listeners;
import dev.sluice.event.Registration;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One value, or none, that many clients replace (dds-formats §3). The last sequenced edit wins; while edits of this client are
 * pending, those of others do not show.
 *
 * <pre>{@code
 * cell.set("draft");
 * String shown = cell.getString().orElse("nothing");
 * cell.delete();
 * }</pre>
 *
 * <p>Confined to its document's thread.
 *
 * @since 0.1
 */
public final class SharedCell extends SharedObject implements SingleValue {
    /** Makes cells. */
    public static final ChannelFactory<SharedCell> FACTORY =
            SharedObjectFactory.of("cell", "0.1", SharedCell.class, SharedCell::new, SharedCell::load);

    private static final String HEADER = "header";
    private static final String TYPE = "type";
    private static final String VALUE = "value";
    private static final String SET = "setCell";
    private static final String DELETE = "deleteCell";

    private final Listeners<CellChange> listeners = newListeners();
    /** What the cell will hold after each pending op. */
    private final Deque<Optional<JsonValue>> pending = new ArrayDeque<>();

    private Optional<JsonValue> sequenced = Optional.empty();

    private SharedCell(ChannelContext context, ChannelAttributes attributes) {
        super(context, attributes);
    }

    private static SharedCell load(ChannelContext context, ChannelAttributes attributes, ChannelStorage content) {
        SharedCell loaded = new SharedCell(context, attributes);
        loaded.sequenced =
                Optional.ofNullable(object(read(content, HEADER)).get(VALUE)).map(loaded::absolute);
        return loaded;
    }

    @Override
    public Optional<JsonValue> get() {
        Optional<JsonValue> newest = pending.peekLast();
        return newest == null ? sequenced : newest;
    }

    /** Tells whether there is no value. */
    public boolean isEmpty() {
        return get().isEmpty();
    }

    @Override
    public void set(JsonValue value) {
        edit(Optional.of(absolute(value)));
    }

    /**
     * Takes the value away.
     *
     * @throws IllegalStateException if the container is closed or read-only
     */
    public void delete() {
        edit(Optional.empty());
    }

    /** Tells of every change of the value in view. */
    public Registration onChange(Consumer<? super CellChange> listener) {
        return listeners.add(listener);
    }

    private void edit(Optional<JsonValue> value) {
        context().checkEditable();
        Optional<JsonValue> before = get();
        if (context().isShared()) {
            pending.add(value);
            context().submit(op(value));
        } else {
            sequenced = value;
        }
        tell(before, Origin.LOCAL);
    }

    private static JsonObject op(Optional<JsonValue> value) {
        return value.map(present -> JsonObject.builder()
                        .put(TYPE, SET)
                        .put(VALUE, JsonObject.of(VALUE, present))
                        .build())
                .orElseGet(() -> JsonObject.of(TYPE, JsonValue.of(DELETE)));
    }

    private Optional<JsonValue> value(JsonValue contents) {
        JsonObject op = object(contents);
        return switch (text(op, TYPE)) {
            case SET ->
                Optional.ofNullable(object(op.require(VALUE)).get(VALUE)).map(this::absolute);
            case DELETE -> Optional.empty();
            default -> throw unknown(op);
        };
    }

    private void tell(Optional<JsonValue> before, Origin origin) {
        tell(listeners, new CellChange(before, get(), origin));
    }

    @Override
    protected void process(ChannelOp op) {
        Optional<JsonValue> before = get();
        sequenced = value(op.contents());
        if (pending.isEmpty()) {
            tell(before, Origin.REMOTE);
        }
    }

    @Override
    protected void processOwn(ChannelOp op) {
        sequenced = takeOldest(pending);
    }

    @Override
    public void resubmit() {
        Optional<JsonValue> value = takeOldest(pending);
        pending.add(value);
        context().submit(op(value));
    }

    @Override
    public void rollback() {
        Optional<JsonValue> before = takeNewest(pending);
        tell(before, Origin.LOCAL);
    }

    @Override
    protected void remake(JsonObject contents) {
        edit(value(contents));
    }

    @Override
    public SummaryTree summarize() {
        JsonObject header = JsonObject.builder().putIfPresent(VALUE, sequenced).build();
        return SummaryTree.builder().text(HEADER, header.toJson()).build();
    }

    @Override
    public void forEachHandle(Consumer<String> urls) {
        sequenced.ifPresent(value -> handlesOf(value, urls));
        pending.forEach(edit -> edit.ifPresent(value -> handlesOf(value, urls)));
    }
}
