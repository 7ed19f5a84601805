package dev.sluice.dds;

import dev.sluice.datastore.channel.Channel;
import dev.sluice.datastore.channel.ChannelAttributes;
import dev.sluice.datastore.channel.ChannelContext;
import dev.sluice.datastore.channel.ChannelException;
import dev.sluice.datastore.channel.ChannelOp;
import dev.sluice.datastore.channel.ChannelStorage;
import dev.sluice.dds.mergetree.MergeTreeException;
import dev.sluice.event.Listeners;
import dev.sluice.protocol.handle.Handle;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonHandle;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A distributed data structure. Confined to its document's thread.
 *
 * <p>What applications use are the methods of the structure itself; those of {@link Channel} are for its data store.
 *
 * <p>An edit of an application is made in this order: it is refused or not, it changes the view, it is pending, it is submitted,
 * it is told. Values that come from elsewhere are kept with absolute handles (dds-formats §1.2), so that whoever reads them need
 * not know where they were written.
 *
 * @since 0.1
 */
public abstract class SharedObject implements Channel {
    private final ChannelContext context;
    private final ChannelAttributes attributes;

    /** Makes a structure that reaches the world through {@code context}. */
    protected SharedObject(ChannelContext context, ChannelAttributes attributes) {
        this.context = context;
        this.attributes = attributes;
    }

    /** Returns the id in its data store. */
    public final String id() {
        return context.id();
    }

    /** Returns a handle to this, to be kept in other structures. */
    public final Handle handle() {
        return Handle.ofUrl(context.path());
    }

    @Override
    public final ChannelAttributes attributes() {
        return attributes;
    }

    @Override
    public void share() {}

    @Override
    public final void apply(ChannelOp op) {
        checked(() -> process(op));
    }

    @Override
    public final void acknowledge(ChannelOp op) {
        checked(() -> processOwn(op));
    }

    @Override
    public final void applyStashed(JsonValue contents) {
        checked(() -> remake(object(contents)));
    }

    /** Applies an op of another client; see {@link Channel#apply}. */
    protected abstract void process(ChannelOp op);

    /** Takes the oldest pending op as sequenced; see {@link Channel#acknowledge}. */
    protected abstract void processOwn(ChannelOp op);

    /** Makes an edit of a former session again; see {@link Channel#applyStashed}. */
    protected abstract void remake(JsonObject contents);

    private static void checked(Runnable step) {
        try {
            step.run();
        } catch (JsonException | MergeTreeException | IndexOutOfBoundsException refused) {
            throw new ChannelException(String.valueOf(refused.getMessage()), refused);
        }
    }

    /** Returns the world. */
    protected final ChannelContext context() {
        return context;
    }

    /** Returns an empty list of listeners. */
    protected final <E> Listeners<E> newListeners() {
        return new Listeners<>(context::listenerFailed);
    }

    /** Tells listeners of an event, in its turn. */
    protected final <E> void tell(Listeners<E> listeners, E event) {
        if (!listeners.isEmpty()) {
            context.publish(() -> listeners.tell(event));
        }
    }

    /** Returns a value of an op or a snapshot with all its handles absolute. */
    protected final JsonValue absolute(JsonValue value) {
        boolean[] relative = {false};
        JsonHandle.forEach(value, url -> relative[0] |= !url.startsWith("/"));
        return relative[0] ? JsonHandle.mapUrls(value, context::absolute) : value;
    }

    /** Names the handles of a value, or of none. */
    protected static void handlesOf(@Nullable JsonValue value, Consumer<String> urls) {
        if (value != null) {
            JsonHandle.forEach(value, urls);
        }
    }

    /** Returns the contents of an op, which are an object. */
    protected static JsonObject object(JsonValue contents) {
        return contents.asObject()
                .orElseThrow(() -> new ChannelException("found op " + contents.toJson() + ", expected an object"));
    }

    /** Returns a text member of an op. */
    protected static String text(JsonObject op, String name) {
        return op.string(name)
                .orElseThrow(() -> new ChannelException("found op " + op + ", expected a text member " + name));
    }

    /** Returns what is thrown at an op of a kind that is not known. */
    protected static ChannelException unknown(JsonObject op) {
        return new ChannelException("found op " + op + ", expected one of a known type");
    }

    /** Returns a blob of JSON. */
    protected static JsonValue read(ChannelStorage content, String path) {
        return JsonValue.parse(content.read(path));
    }

    /** Takes the oldest of the pending ops. */
    protected static <P> P takeOldest(Deque<P> pending) {
        P oldest = pending.pollFirst();
        if (oldest == null) {
            throw new ChannelException("found an own op, expected none for none is pending");
        }
        return oldest;
    }

    /** Takes the newest of the pending ops. */
    protected static <P> P takeNewest(Deque<P> pending) {
        P newest = pending.pollLast();
        if (newest == null) {
            throw new IllegalStateException("found nothing to roll back, expected a pending op");
        }
        return newest;
    }
}
