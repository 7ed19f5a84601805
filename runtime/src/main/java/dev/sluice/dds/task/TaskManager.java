package dev.sluice.dds.task;

import dev.sluice.datastore.channel.ChannelAttributes;
import dev.sluice.datastore.channel.ChannelContext;
import dev.sluice.datastore.channel.ChannelFactory;
import dev.sluice.datastore.channel.ChannelOp;
import dev.sluice.datastore.channel.ChannelStorage;
import dev.sluice.dds.SharedObject;
import dev.sluice.dds.SharedObjectFactory;
import dev.sluice.dds.task.TaskOp.Kind;
import dev.sluice.event.Listeners;
import dev.sluice.event.Registration;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Decides which client does which task (dds-formats §7). Clients that volunteer for a task queue up; the first is assigned until it
 * abandons the task, completes it, or loses its connection.
 *
 * <pre>{@code
 * manager.onAssigned(task -> startIndexing());
 * manager.onLost(task -> stopIndexing());
 * manager.subscribe("indexing");
 * }</pre>
 *
 * <p>Who loses its connection counts as out of all queues at once, and volunteers again only for what it is subscribed to. What is
 * assigned before others know the task manager ends when they do.
 *
 * <p>Results are completed on the document's thread, to which all this is confined.
 *
 * @since 0.1
 */
public final class TaskManager extends SharedObject {
    /** Makes task managers. */
    public static final ChannelFactory<TaskManager> FACTORY =
            SharedObjectFactory.of("task-manager", "0.1", TaskManager.class, TaskManager::new, TaskManager::load);

    private static final String HEADER = "header";

    private final Listeners<String> assigned = newListeners();
    private final Listeners<String> lost = newListeners();
    private final Listeners<String> completed = newListeners();
    private final Deque<Pending> pending = new ArrayDeque<>();
    private final List<Waiter> waiters = new ArrayList<>();
    private final Set<String> subscribed = new LinkedHashSet<>();
    private TaskQueues queues = new TaskQueues();
    private long turns;

    private record Pending(TaskOp op, long turn) {}

    /** Somebody who waits to be assigned since a turn. */
    private record Waiter(String task, long turn, CompletableFuture<Boolean> result) {}

    private TaskManager(ChannelContext context, ChannelAttributes attributes) {
        super(context, attributes);
    }

    private static TaskManager load(ChannelContext context, ChannelAttributes attributes, ChannelStorage content) {
        TaskManager loaded = new TaskManager(context, attributes);
        loaded.queues = TaskQueues.read(read(content, HEADER), context::isMember);
        return loaded;
    }

    /** Returns who is assigned to a task and, behind it, who would be next. */
    public List<String> queue(String task) {
        return List.copyOf(queues.clients(task));
    }

    /** Tells whether this client does the task now. */
    public boolean isAssigned(String task) {
        return isActive() && queues.holder(task).equals(Optional.of(self()));
    }

    /** Tells whether this client does the task or is in its queue. */
    public boolean isQueued(String task) {
        return isActive() && queues.clients(task).contains(self());
    }

    /** Tells whether this client volunteers for the task again whenever it lost it. */
    public boolean isSubscribed(String task) {
        return subscribed.contains(task);
    }

    /**
     * Queues up for a task.
     *
     * @return true as soon as this client is assigned, false if the task was completed before or the request taken back; fails
     *     with an {@link IllegalStateException} if the connection is lost or the task abandoned before
     * @throws IllegalStateException if there is no connection, or the container is closed or read-only
     */
    public CompletionStage<Boolean> volunteer(String task) {
        if (isQueuedOptimistically(task) && isAssigned(task)) {
            return CompletableFuture.completedStage(true);
        }
        context().checkEditable();
        if (!context().isShared()) {
            change(task, () -> queues.add(task, self()));
            return CompletableFuture.completedStage(true);
        }
        requireConnection();
        Waiter waiter = new Waiter(task, turns, new CompletableFuture<>());
        waiters.add(waiter);
        if (!isQueuedOptimistically(task)) {
            submit(new TaskOp(Kind.VOLUNTEER, task));
        }
        return waiter.result.minimalCompletionStage();
    }

    /**
     * Queues up for a task, now and whenever this client lost it with its connection, until it abandons or completes the task.
     *
     * @throws IllegalStateException if the container is closed or read-only
     */
    public void subscribe(String task) {
        if (subscribed.contains(task)) {
            return;
        }
        context().checkEditable();
        subscribed.add(task);
        if (!context().isShared()) {
            change(task, () -> queues.add(task, self()));
        } else if (!isQueuedOptimistically(task)) {
            submit(new TaskOp(Kind.VOLUNTEER, task));
        }
    }

    /**
     * Leaves the queue of a task, and ends the subscription to it.
     *
     * @throws IllegalStateException if the container is closed or read-only
     */
    public void abandon(String task) {
        boolean wasSubscribed = subscribed.remove(task);
        if (!isQueuedOptimistically(task) && !wasSubscribed) {
            return;
        }
        context().checkEditable();
        if (!context().isShared()) {
            change(task, () -> queues.remove(task, self()));
        } else {
            submit(new TaskOp(Kind.ABANDON, task));
        }
        end(waiter -> waiter.task.equals(task), "the task was abandoned");
    }

    /**
     * Ends a task for everybody.
     *
     * @throws IllegalStateException if this client is not assigned, or the container is closed or read-only
     */
    public void complete(String task) {
        if (!isAssigned(task)) {
            throw new IllegalStateException("task " + task + " is not assigned to this client");
        }
        context().checkEditable();
        if (context().isShared()) {
            submit(new TaskOp(Kind.COMPLETE, task));
        } else {
            complete(task, turns + 1);
        }
    }

    /** Tells of tasks this client is assigned to from now on. */
    public Registration onAssigned(Consumer<? super String> listener) {
        return assigned.add(listener);
    }

    /** Tells of tasks this client was assigned to until now. */
    public Registration onLost(Consumer<? super String> listener) {
        return lost.add(listener);
    }

    /** Tells of tasks that somebody completed. */
    public Registration onCompleted(Consumer<? super String> listener) {
        return completed.add(listener);
    }

    private String self() {
        return context().isShared() ? context().clientId() : ChannelContext.DETACHED_CLIENT_ID;
    }

    private boolean isActive() {
        return !context().isShared() || context().isConnected();
    }

    private void requireConnection() {
        if (!context().isConnected()) {
            throw new IllegalStateException("there is no connection; subscribe to volunteer once there is one");
        }
    }

    private boolean isQueuedOptimistically(String task) {
        return latestPending(task).map(op -> op.kind() == Kind.VOLUNTEER).orElseGet(() -> isQueued(task));
    }

    private Optional<TaskOp> latestPending(String task) {
        for (Iterator<Pending> newest = pending.descendingIterator(); newest.hasNext(); ) {
            TaskOp op = newest.next().op;
            if (op.task().equals(task)) {
                return Optional.of(op);
            }
        }
        return Optional.empty();
    }

    private void submit(TaskOp op) {
        pending.add(new Pending(op, ++turns));
        context().submit(op.write());
    }

    /** Changes a queue, and tells if that assigns this client or takes the task from it. */
    private void change(String task, Runnable step) {
        boolean before = isAssigned(task);
        step.run();
        boolean now = isAssigned(task);
        if (now && !before) {
            tell(assigned, task);
            settle(waiter -> waiter.task.equals(task), true);
        } else if (before && !now) {
            tell(lost, task);
        }
    }

    private void settle(Predicate<Waiter> whose, boolean result) {
        for (Waiter waiter : take(whose)) {
            context().publish(() -> waiter.result.complete(result));
        }
    }

    private void end(Predicate<Waiter> whose, String why) {
        for (Waiter waiter : take(whose)) {
            context().publish(() -> waiter.result.completeExceptionally(new IllegalStateException(why)));
        }
    }

    private List<Waiter> take(Predicate<Waiter> whose) {
        List<Waiter> taken = waiters.stream().filter(whose).toList();
        waiters.removeAll(taken);
        return taken;
    }

    private void perform(TaskOp op, String clientId, long turn) {
        String task = op.task();
        switch (op.kind()) {
            case VOLUNTEER ->
                change(task, () -> {
                    if (context().isMember(clientId)) {
                        queues.add(task, clientId);
                    }
                });
            case ABANDON -> change(task, () -> queues.remove(task, clientId));
            case COMPLETE -> complete(task, turn);
        }
    }

    /** Who volunteered after a completion of its own does not mean the task that it completed. */
    private void complete(String task, long turn) {
        change(task, () -> queues.complete(task));
        if (!isVolunteering(task)) {
            subscribed.remove(task);
        }
        tell(completed, task);
        settle(waiter -> waiter.task.equals(task) && waiter.turn < turn, false);
    }

    @Override
    public void share() {
        for (String task : queues.tasks()) {
            if (queues.holder(task).equals(Optional.of(ChannelContext.DETACHED_CLIENT_ID))) {
                tell(lost, task);
            }
            queues.remove(task, ChannelContext.DETACHED_CLIENT_ID);
        }
        subscribed.clear();
    }

    @Override
    protected void process(ChannelOp op) {
        perform(TaskOp.read(object(op.contents())), op.clientId(), Long.MAX_VALUE);
    }

    @Override
    protected void processOwn(ChannelOp op) {
        Pending own = takeOldest(pending);
        perform(own.op, op.clientId(), own.turn);
    }

    @Override
    public void memberLeft(String clientId) {
        for (String task : queues.tasks()) {
            change(task, () -> queues.remove(task, clientId));
        }
        if (!subscribed.isEmpty()) {
            context().publish(this::renewSubscriptions);
        }
    }

    /** The op that volunteered may have been sequenced before the leave of the connection that sent it. */
    private void renewSubscriptions() {
        subscribed.stream()
                .filter(task -> !isQueuedOptimistically(task))
                .toList()
                .forEach(this::renew);
    }

    /** A container that can be edited no more, or not again, has nothing to volunteer for. */
    private void renew(String task) {
        try {
            context().checkEditable();
        } catch (IllegalStateException notEditableAnyMore) {
            subscribed.remove(task);
            return;
        }
        submit(new TaskOp(Kind.VOLUNTEER, task));
    }

    @Override
    public void disconnected() {
        for (String task : queues.tasks()) {
            if (queues.holder(task).equals(Optional.of(self()))) {
                tell(lost, task);
            }
        }
        end(waiter -> true, "the connection was lost");
        subscribed.stream().filter(task -> !isVolunteering(task)).toList().forEach(this::renew);
    }

    private boolean isVolunteering(String task) {
        return latestPending(task).filter(op -> op.kind() == Kind.VOLUNTEER).isPresent();
    }

    @Override
    public void closed() {
        end(waiter -> true, "the container was closed");
        subscribed.clear();
    }

    /** Only what a subscription still wants is asked for again; all else ended with the connection. */
    @Override
    public void resubmit() {
        TaskOp op = takeOldest(pending).op;
        if (op.kind() == Kind.VOLUNTEER
                && subscribed.contains(op.task())
                && latestPending(op.task()).isEmpty()) {
            submit(op);
        }
    }

    @Override
    public void rollback() {
        String task = takeNewest(pending).op.task();
        subscribed.remove(task);
        settle(waiter -> waiter.task.equals(task), false);
    }

    /** Does nothing: whatever the former session wanted ended with it. */
    @Override
    protected void remake(JsonObject contents) {
        TaskOp.read(contents);
    }

    @Override
    public SummaryTree summarize() {
        Predicate<String> isKnown = id -> !id.equals(ChannelContext.DETACHED_CLIENT_ID);
        return SummaryTree.builder()
                .text(HEADER, queues.write(isKnown).toJson())
                .build();
    }

    @Override
    public void forEachHandle(Consumer<String> urls) {}
}
