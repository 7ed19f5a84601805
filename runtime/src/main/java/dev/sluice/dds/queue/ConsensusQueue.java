package dev.sluice.dds.queue;

import dev.sluice.datastore.channel.ChannelAttributes;
import dev.sluice.datastore.channel.ChannelContext;
import dev.sluice.datastore.channel.ChannelFactory;
import dev.sluice.datastore.channel.ChannelOp;
import dev.sluice.datastore.channel.ChannelStorage;
import dev.sluice.dds.SharedObject;
import dev.sluice.dds.SharedObjectFactory;
import dev.sluice.dds.queue.QueueState.Held;
import dev.sluice.event.Listeners;
import dev.sluice.event.Registration;
import dev.sluice.protocol.handle.Handle;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A queue from which each item goes to one client (dds-formats §6). Everything shows once it is sequenced. Who takes an item holds
 * it until it completes or releases it; when a holder loses its connection, its items go back to the end of the queue.
 *
 * <pre>{@code
 * queue.add("job 1");
 * queue.acquire().thenAccept(item -> item.ifPresent(job -> {
 *     work(job.value());
 *     job.complete();
 * }));
 * }</pre>
 *
 * <p>Results are completed on the document's thread, to which all this is confined; those of edits that are taken back before they
 * were sent, or whose container closes, fail with a {@link CancellationException}.
 *
 * @since 0.1
 */
public final class ConsensusQueue extends SharedObject {
    /** Makes queues. */
    public static final ChannelFactory<ConsensusQueue> FACTORY = SharedObjectFactory.of(
            "consensus-queue", "0.1", ConsensusQueue.class, ConsensusQueue::new, ConsensusQueue::load);

    private static final String HEADER = "header";
    private static final String TRACKING = "jobTracking";
    private static final String NAME = "opName";
    private static final String ADD = "add";
    private static final String ACQUIRE = "acquire";
    private static final String COMPLETE = "complete";
    private static final String RELEASE = "release";
    private static final String ACQUIRE_ID = "acquireId";
    private static final String VALUE = "value";
    private static final String DESERIALIZED = "deserializedValue";

    private final Listeners<QueueEvent> listeners = newListeners();
    private final Deque<Pending> pending = new ArrayDeque<>();
    private final List<CompletableFuture<Acquired>> waiting = new ArrayList<>();
    private QueueState state = new QueueState();

    /** An op with what waits for it: the item it concerned, if there was one. */
    private record Pending(JsonObject op, CompletableFuture<Optional<JsonValue>> result) {}

    private ConsensusQueue(ChannelContext context, ChannelAttributes attributes) {
        super(context, attributes);
    }

    private static ConsensusQueue load(ChannelContext context, ChannelAttributes attributes, ChannelStorage content) {
        ConsensusQueue loaded = new ConsensusQueue(context, attributes);
        loaded.state =
                QueueState.read(loaded.absolute(read(content, HEADER)), loaded.absolute(read(content, TRACKING)));
        return loaded;
    }

    /** Returns the items that wait, oldest first, as of now. */
    public List<JsonValue> items() {
        return List.copyOf(state.items());
    }

    /** Returns the number of items that wait. */
    public int size() {
        return state.items().size();
    }

    /**
     * Adds an item to the end.
     *
     * @return completes when the item is in the queue
     * @throws IllegalStateException if the container is closed or read-only
     */
    public CompletionStage<Void> add(JsonValue item) {
        JsonValue absolute = absolute(item);
        JsonObject op = JsonObject.builder()
                .put(NAME, ADD)
                .put(VALUE, absolute.toJson())
                .put(DESERIALIZED, absolute)
                .build();
        return edit(op).thenAccept(added -> {});
    }

    /** Adds a string; see {@link #add(JsonValue)}. */
    public CompletionStage<Void> add(String text) {
        return add(JsonValue.of(text));
    }

    /** Adds a whole number; see {@link #add(JsonValue)}. */
    public CompletionStage<Void> add(long number) {
        return add(JsonValue.of(number));
    }

    /** Adds a handle; see {@link #add(JsonValue)}. */
    public CompletionStage<Void> add(Handle handle) {
        return add(handle.toJson());
    }

    /**
     * Takes the first item.
     *
     * @return the item, or nothing if the queue was empty when this client's turn came
     * @throws IllegalStateException if the container is closed or read-only
     */
    public CompletionStage<Optional<Acquired>> acquire() {
        String acquireId = context().newId();
        return edit(op(ACQUIRE, acquireId)).thenApply(item -> item.map(value -> new Acquired(this, acquireId, value)));
    }

    /**
     * Takes the first item, as soon as there is one for this client.
     *
     * @throws IllegalStateException if the container is closed or read-only
     */
    public CompletionStage<Acquired> waitAndAcquire() {
        context().checkEditable();
        CompletableFuture<Acquired> result = new CompletableFuture<>();
        acquireOrWait(result);
        return result.minimalCompletionStage();
    }

    private void acquireOrWait(CompletableFuture<Acquired> result) {
        if (state.items().isEmpty()) {
            waiting.add(result);
            return;
        }
        try {
            acquire(result);
        } catch (IllegalStateException notEditableAnyMore) {
            result.completeExceptionally(notEditableAnyMore);
        }
    }

    private void acquire(CompletableFuture<Acquired> result) {
        acquire().whenComplete((item, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure);
            } else if (item.isPresent()) {
                result.complete(item.get());
            } else {
                acquireOrWait(result);
            }
        });
    }

    private void wakeWaiting() {
        List<CompletableFuture<Acquired>> woken = List.copyOf(waiting);
        waiting.clear();
        woken.forEach(this::acquireOrWait);
    }

    CompletionStage<Boolean> complete(String acquireId) {
        return isActive()
                ? edit(op(COMPLETE, acquireId)).thenApply(Optional::isPresent)
                : CompletableFuture.completedStage(false);
    }

    CompletionStage<Boolean> release(String acquireId, JsonValue item) {
        if (!isActive()) {
            return CompletableFuture.completedStage(false);
        }
        CompletionStage<Boolean> result = edit(op(RELEASE, acquireId)).thenApply(Optional::isPresent);
        tell(QueueEvent.Kind.LOCALLY_RELEASED, item, context().clientId());
        return result;
    }

    /** Without a connection nothing is held: others see the leave, and the items are in the queue again. */
    private boolean isActive() {
        return !context().isShared() || context().isConnected();
    }

    /** Tells of what happens to items. */
    public Registration onEvent(Consumer<? super QueueEvent> listener) {
        return listeners.add(listener);
    }

    private static JsonObject op(String name, String acquireId) {
        return JsonObject.builder().put(NAME, name).put(ACQUIRE_ID, acquireId).build();
    }

    private CompletableFuture<Optional<JsonValue>> edit(JsonObject op) {
        context().checkEditable();
        if (!context().isShared()) {
            return CompletableFuture.completedFuture(perform(op, ChannelContext.DETACHED_CLIENT_ID));
        }
        return submit(op, new CompletableFuture<>());
    }

    private CompletableFuture<Optional<JsonValue>> submit(
            JsonObject op, CompletableFuture<Optional<JsonValue>> result) {
        pending.add(new Pending(op, result));
        context().submit(op);
        return result;
    }

    private Optional<JsonValue> perform(JsonObject op, String clientId) {
        return switch (text(op, NAME)) {
            case ADD -> {
                JsonValue item = item(op);
                state.add(item);
                tellAdded(QueueEvent.Kind.ADDED, item, "");
                yield Optional.of(item);
            }
            case ACQUIRE -> {
                Optional<JsonValue> item = state.acquire(text(op, ACQUIRE_ID), clientId);
                item.ifPresent(value -> tell(QueueEvent.Kind.ACQUIRED, value, clientId));
                yield item;
            }
            case COMPLETE -> {
                Optional<Held> held = state.complete(text(op, ACQUIRE_ID));
                held.ifPresent(item -> tell(QueueEvent.Kind.COMPLETED, item.value(), item.clientId()));
                yield held.map(Held::value);
            }
            case RELEASE -> {
                Optional<Held> held = state.release(text(op, ACQUIRE_ID));
                held.ifPresent(item -> tellAdded(QueueEvent.Kind.RETURNED, item.value(), item.clientId()));
                yield held.map(Held::value);
            }
            default -> throw unknown(op);
        };
    }

    private JsonValue item(JsonObject op) {
        JsonValue item = op.get(DESERIALIZED);
        return absolute(item == null ? JsonValue.parse(text(op, VALUE)) : item);
    }

    private void tell(QueueEvent.Kind kind, JsonValue item, String clientId) {
        tell(listeners, new QueueEvent(kind, item, clientId));
    }

    private void tellAdded(QueueEvent.Kind kind, JsonValue item, String clientId) {
        tell(kind, item, clientId);
        if (!waiting.isEmpty()) {
            context().publish(this::wakeWaiting);
        }
    }

    @Override
    public void share() {
        state.releaseAll(ChannelContext.DETACHED_CLIENT_ID);
    }

    @Override
    protected void process(ChannelOp op) {
        perform(object(op.contents()), op.clientId());
    }

    @Override
    protected void processOwn(ChannelOp op) {
        Pending own = takeOldest(pending);
        Optional<JsonValue> result = perform(object(op.contents()), op.clientId());
        context().publish(() -> own.result.complete(result));
    }

    @Override
    public void memberLeft(String clientId) {
        for (Held item : state.releaseAll(clientId)) {
            tellAdded(QueueEvent.Kind.RETURNED, item.value(), clientId);
        }
    }

    @Override
    public void disconnected() {
        String own = context().clientId();
        state.held().values().stream()
                .filter(item -> item.clientId().equals(own))
                .forEach(item -> tell(QueueEvent.Kind.LOCALLY_RELEASED, item.value(), own));
    }

    @Override
    public void resubmit() {
        Pending own = takeOldest(pending);
        submit(own.op, own.result);
    }

    @Override
    public void rollback() {
        Pending own = takeNewest(pending);
        context().publish(() -> own.result.completeExceptionally(new CancellationException("taken back: " + own.op)));
    }

    @Override
    public void closed() {
        CancellationException why = new CancellationException("the container was closed");
        pending.forEach(own -> own.result.completeExceptionally(why));
        pending.clear();
        waiting.forEach(result -> result.completeExceptionally(why));
        waiting.clear();
    }

    @Override
    protected void remake(JsonObject contents) {
        if (!List.of(ADD, ACQUIRE, COMPLETE, RELEASE).contains(text(contents, NAME))) {
            throw unknown(contents);
        }
        submit(contents, new CompletableFuture<>());
    }

    /** Before it is shared, what somebody holds is written as back in the queue, for nobody else can know the holder. */
    @Override
    public SummaryTree summarize() {
        QueueState written = state.copy();
        written.releaseAll(ChannelContext.DETACHED_CLIENT_ID);
        return SummaryTree.builder()
                .text(HEADER, written.writeItems().toJson())
                .text(TRACKING, written.writeTracking().toJson())
                .build();
    }

    @Override
    public void forEachHandle(Consumer<String> urls) {
        state.items().forEach(item -> handlesOf(item, urls));
        state.held().values().forEach(item -> handlesOf(item.value(), urls));
        pending.forEach(own -> handlesOf(own.op, urls));
    }
}
