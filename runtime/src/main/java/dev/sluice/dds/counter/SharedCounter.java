package dev.sluice.dds.counter;

import dev.sluice.datastore.channel.ChannelAttributes;
import dev.sluice.datastore.channel.ChannelContext;
import dev.sluice.datastore.channel.ChannelException;
import dev.sluice.datastore.channel.ChannelFactory;
import dev.sluice.datastore.channel.ChannelOp;
import dev.sluice.datastore.channel.ChannelStorage;
import dev.sluice.dds.Origin;
import dev.sluice.dds.SharedObject;
import dev.sluice.dds.SharedObjectFactory;
import dev.sluice.event.Listeners;
import dev.sluice.event.Registration;
import dev.sluice.protocol.json.JsonNumber;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * A whole number that many clients add to (dds-formats §2). Increments are never lost, whatever their order.
 *
 * <pre>{@code
 * counter.increment(5);
 * long shown = counter.value();
 * }</pre>
 *
 * <p>Other clients compute in doubles: sums beyond ±2⁵³ are not exact. Confined to its document's thread.
 *
 * @since 0.1
 */
public final class SharedCounter extends SharedObject {
    /** Makes counters. */
    public static final ChannelFactory<SharedCounter> FACTORY =
            SharedObjectFactory.of("counter", "0.1", SharedCounter.class, SharedCounter::new, SharedCounter::load);

    private static final String HEADER = "header";
    private static final String AMOUNT = "incrementAmount";

    private final Listeners<Increment> listeners = newListeners();
    private final Deque<Long> pending = new ArrayDeque<>();
    private double sequenced;
    private double view;

    private SharedCounter(ChannelContext context, ChannelAttributes attributes) {
        super(context, attributes);
    }

    private static SharedCounter load(ChannelContext context, ChannelAttributes attributes, ChannelStorage content) {
        SharedCounter loaded = new SharedCounter(context, attributes);
        loaded.sequenced = object(read(content, HEADER))
                .number("value")
                .orElse(new JsonNumber(0))
                .value();
        loaded.view = loaded.sequenced;
        return loaded;
    }

    /** Returns the sum of all increments, this client's pending ones included. */
    public long value() {
        return (long) view;
    }

    /**
     * Adds a number.
     *
     * @param delta how much; a negative one subtracts
     * @throws IllegalArgumentException if a double cannot hold it exactly
     * @throws IllegalStateException if the container is closed or read-only
     */
    public void increment(long delta) {
        if (!JsonValue.of(delta).isInteger()) {
            throw new IllegalArgumentException(delta + " is beyond 2^53");
        }
        context().checkEditable();
        view += delta;
        if (context().isShared()) {
            pending.add(delta);
            context().submit(op(delta));
        } else {
            sequenced += delta;
        }
        tell(delta, Origin.LOCAL);
    }

    /** Tells of every increment. */
    public Registration onIncrement(Consumer<? super Increment> listener) {
        return listeners.add(listener);
    }

    private static JsonObject op(long delta) {
        return JsonObject.builder().put("type", "increment").put(AMOUNT, delta).build();
    }

    private static long delta(JsonValue contents) {
        JsonObject op = object(contents);
        if (!text(op, "type").equals("increment")) {
            throw unknown(op);
        }
        JsonValue amount = op.require(AMOUNT);
        return amount.asLong()
                .orElseThrow(() ->
                        new ChannelException("found an increment by " + amount.toJson() + ", expected a whole number"));
    }

    private void tell(long delta, Origin origin) {
        tell(listeners, new Increment(delta, value(), origin));
    }

    @Override
    protected void process(ChannelOp op) {
        long delta = delta(op.contents());
        sequenced += delta;
        view += delta;
        tell(delta, Origin.REMOTE);
    }

    @Override
    protected void processOwn(ChannelOp op) {
        sequenced += takeOldest(pending);
    }

    @Override
    public void resubmit() {
        long delta = takeOldest(pending);
        pending.add(delta);
        context().submit(op(delta));
    }

    @Override
    public void rollback() {
        long delta = takeNewest(pending);
        view -= delta;
        tell(-delta, Origin.LOCAL);
    }

    @Override
    protected void remake(JsonObject contents) {
        increment(delta(contents));
    }

    @Override
    public SummaryTree summarize() {
        JsonObject header = JsonObject.of("value", JsonValue.of(sequenced));
        return SummaryTree.builder().text(HEADER, header.toJson()).build();
    }

    @Override
    public void forEachHandle(Consumer<String> urls) {}
}
