package dev.sluice.server.transport.engineio;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of one event loop.
 *
 * <p>It exists so that cost follows turns of the loop, not messages or sessions. However many threads send to however many of
 * its sessions, one task per turn does the writing: every session that has something is drained once and flushed once, and a
 * packet that goes to many sessions becomes one direct buffer that all of them share. One periodic sweep looks after the
 * times of all sessions, instead of timers for each.
 *
 * <p>{@link #run}, {@link #runNext}, {@link #wake} and {@link #millis} are safe for use by many threads; the rest is confined to the loop.
 */
final class SessionLoop {
    private static final Logger LOG = LoggerFactory.getLogger(SessionLoop.class);

    /** Sessions drained before other tasks of the loop get a turn. */
    private static final int DRAINS_PER_TURN = 4096;

    /** Frames kept for sharing within a turn; beyond this, sharing would hold more memory than it saves. */
    private static final long MAX_SHARED_BYTES = 4L << 20;

    private final EventLoop eventLoop;
    private final LongSupplier monotonicMs;
    private final long sweepMs;
    private final Queue<EngineSession> awake = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean drainScheduled = new AtomicBoolean();
    private final List<EngineSession> sessions = new ArrayList<>();
    private final IdentityHashMap<OutboundPacket, ByteBuf> sharedFrames = new IdentityHashMap<>();
    private long sharedBytes;
    private boolean inTurn;
    private @Nullable ScheduledFuture<?> sweeping;

    SessionLoop(EventLoop eventLoop, LongSupplier monotonicMs, long sweepMs) {
        this.eventLoop = eventLoop;
        this.monotonicMs = monotonicMs;
        this.sweepMs = sweepMs;
    }

    /** Runs a task on the loop: at once if the caller is on it, else after what the caller submitted before. */
    void run(Runnable task) {
        if (eventLoop.inEventLoop()) {
            task.run();
        } else {
            runNext(task);
        }
    }

    /** Runs a task on the loop, never within the call. */
    void runNext(Runnable task) {
        try {
            eventLoop.execute(task);
        } catch (RejectedExecutionException shutDown) {
            // The loop is gone, and with it every channel of its sessions: there is nothing left to do for them.
            LOG.debug("a task came after its event loop had ended");
        }
    }

    boolean isCurrent() {
        return eventLoop.inEventLoop();
    }

    void runLater(Runnable task, long delayMs) {
        var unused = eventLoop.schedule(task, delayMs, TimeUnit.MILLISECONDS);
    }

    long millis() {
        return monotonicMs.getAsLong();
    }

    /** Has the session drained in the next turn; the session itself sees to it that it asks once per turn. */
    void wake(EngineSession session) {
        awake.add(session);
        if (drainScheduled.compareAndSet(false, true)) {
            runNext(this::drainAwake);
        }
    }

    private void drainAwake() {
        // Cleared first: whoever wakes a session from here on schedules another turn.
        drainScheduled.set(false);
        inTurn = true;
        try {
            for (int i = 0; i < DRAINS_PER_TURN; i++) {
                EngineSession session = awake.poll();
                if (session == null) {
                    return;
                }
                drain(session);
            }
            if (drainScheduled.compareAndSet(false, true)) {
                runNext(this::drainAwake);
            }
        } finally {
            inTurn = false;
            releaseSharedFrames();
        }
    }

    /** A session that cannot send has lost a packet, so it ends; those behind it in the turn must be drained all the same. */
    private static void drain(EngineSession session) {
        try {
            session.drain();
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("session {} could not send; it ends", session.id(), e);
            session.close(CloseReason.TRANSPORT_CLOSED);
        }
    }

    /** Returns the packet as a WebSocket frame, the same one all through a turn; the caller owns one reference to it. */
    ByteBuf sharedFrame(OutboundPacket packet, ByteBufAllocator allocator) {
        if (!inTurn) {
            return packet.webSocketFrame(allocator);
        }
        ByteBuf shared = sharedFrames.get(packet);
        if (shared == null) {
            if (sharedBytes > MAX_SHARED_BYTES) {
                releaseSharedFrames();
            }
            shared = packet.webSocketFrame(allocator);
            sharedFrames.put(packet, shared);
            sharedBytes += shared.readableBytes();
        }
        return shared.retainedDuplicate();
    }

    private void releaseSharedFrames() {
        if (!sharedFrames.isEmpty()) {
            sharedFrames.values().forEach(ByteBuf::release);
            sharedFrames.clear();
            sharedBytes = 0;
        }
    }

    void add(EngineSession session) {
        session.indexInLoop = sessions.size();
        sessions.add(session);
        if (sweeping == null) {
            sweeping = eventLoop.scheduleWithFixedDelay(this::sweep, sweepMs, sweepMs, TimeUnit.MILLISECONDS);
        }
    }

    void remove(EngineSession session) {
        EngineSession last = sessions.remove(sessions.size() - 1);
        if (last != session) {
            sessions.set(session.indexInLoop, last);
            last.indexInLoop = session.indexInLoop;
        }
        if (sessions.isEmpty() && sweeping != null) {
            sweeping.cancel(false);
            sweeping = null;
        }
    }

    private void sweep() {
        long now = millis();
        // Backwards: a session that leaves is replaced by the last one, which was looked at already.
        for (int i = sessions.size() - 1; i >= 0; i--) {
            if (i < sessions.size()) {
                sweep(sessions.get(i), now);
            }
        }
    }

    private static void sweep(EngineSession session, long now) {
        try {
            session.sweep(now);
        } catch (RuntimeException e) {
            // An exception would end the schedule, and with it the heartbeats of all sessions of this loop.
            LOG.error("sweep of session {} failed; the others go on", session.id(), e);
        }
    }
}
