package dev.sluice.server.transport.engineio;

import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.SocketAddress;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One engine.io session: a stream of messages each way, over whatever transport carries them at the moment.
 *
 * <table>
 *   <caption>Phases</caption>
 *   <tr><th>from</th><th>to</th><th>when</th></tr>
 *   <tr><td>open</td><td>ending</td><td>{@link #close}, a fault of the client, a time that ran out: the listener hears of it
 *       now, and what is queued is still delivered if the reason allows</td></tr>
 *   <tr><td>open</td><td>ended</td><td>the transport is gone, or is to be dropped at once</td></tr>
 *   <tr><td>ending</td><td>ended</td><td>everything is delivered and the transport is closed, or the close timeout ran
 *       out</td></tr>
 * </table>
 *
 * <p>An upgrade does not change the phase: polling stays the transport until the client's upgrade packet arrives on the
 * WebSocket, and because packets leave the outbox for exactly one transport, none is lost, doubled or overtaken.
 *
 * <p>{@link #send}, {@link #enqueue}, {@link #flush}, {@link #close} and the plain getters are safe for use by many threads; everything else is
 * confined to the session's event loop.
 */
public final class EngineSession {
    private static final Logger LOG = LoggerFactory.getLogger(EngineSession.class);
    private static final AtomicIntegerFieldUpdater<EngineSession> AWAKE =
            AtomicIntegerFieldUpdater.newUpdater(EngineSession.class, "awake");

    private enum Phase {
        OPEN,
        ENDING,
        ENDED
    }

    private final EngineIoServer server;
    private final SessionLoop loop;
    private final ContextInternal context;
    private final String id;
    private final HandshakeQuery query;
    private final SocketAddress remoteAddress;
    private final Outbox outbox;
    private final SessionWatch watch;
    private final Upgrade upgrade = new Upgrade();
    private final PollingRequests requests = new PollingRequests(this, upgrade);
    private final Listening listening;
    private final InboundPackets inbound;

    /** Where the session is in its loop's list; the loop's own business. */
    int indexInLoop;

    private volatile @Nullable EngineTransport transport;
    private volatile Phase phase = Phase.OPEN;
    private volatile boolean doomed;

    @SuppressWarnings("unused") // through AWAKE
    private volatile int awake;

    private long endDeadlineMs;

    EngineSession(
            EngineIoServer server,
            SessionLoop loop,
            ContextInternal context,
            String id,
            HandshakeQuery query,
            SocketAddress remoteAddress) {
        this.server = server;
        this.loop = loop;
        this.context = context;
        this.id = id;
        this.query = query;
        this.remoteAddress = remoteAddress;
        this.outbox = new Outbox(server.options().maxQueuedBytes());
        this.watch = new SessionWatch(server.options(), loop.millis());
        this.listening = new Listening(id, context);
        this.inbound = new InboundPackets(this, watch, listening);
    }

    /** Gives the session its first transport and tells the layer above; the first call, on the loop. */
    void open(EngineTransport first, SessionListener.Factory listeners) {
        transport = first;
        loop.add(this);
        metrics().opened(first.kind());
        if (!listening.open(this, listeners)) {
            end(CloseReason.HANDLER_FAILED);
        }
    }

    /** Returns the session's id, unique and unguessable. */
    public String id() {
        return id;
    }

    /** Returns the query of the URL with which the session was opened. */
    public HandshakeQuery query() {
        return query;
    }

    /** Returns the address the session was opened from. */
    public SocketAddress remoteAddress() {
        return remoteAddress;
    }

    /** Returns the context on which the listener is called. */
    public Context context() {
        return context;
    }

    /** Tells whether messages still go through. */
    public boolean isOpen() {
        return phase == Phase.OPEN && !doomed;
    }

    /** Returns what moves the session's packets at the moment. */
    public TransportKind transportKind() {
        EngineTransport current = transport;
        return current == null ? TransportKind.POLLING : current.kind();
    }

    SessionLoop loop() {
        return loop;
    }

    long queuedBytes() {
        return outbox.queuedCost();
    }

    EngineIoOptions options() {
        return server.options();
    }

    EngineIoMetrics metrics() {
        return server.metrics();
    }

    Admission.Standing standing() {
        TransportKind kind = transportKind();
        return new Admission.Standing(
                kind, kind == TransportKind.POLLING && !upgrade.isUnderWay() && phase == Phase.OPEN);
    }

    // Sending, from any thread.

    /**
     * Sends a packet, after those that the same thread sent before; does nothing if the session is not open.
     *
     * <p>Never blocks. A client for which too much waits already is dropped instead.
     */
    public void send(OutboundPacket packet) {
        if (enqueue(packet)) {
            flush();
        }
    }

    /** Does as {@link #send}, but only {@link #flush} makes sure that the packet leaves; tells whether it was taken. */
    public boolean enqueue(OutboundPacket packet) {
        if (!isOpen()) {
            return false;
        }
        if (!outbox.offer(packet)) {
            close(CloseReason.SLOW_RECEIVER);
            return false;
        }
        return true;
    }

    /** Has what was enqueued sent in the next turn of the session's event loop. */
    public void flush() {
        if (AWAKE.compareAndSet(this, 0, 1)) {
            loop.wake(this);
        }
    }

    /**
     * Ends the session: nothing is taken from now on in either direction. The listener hears of it soon, never within this
     * call, and the client gets what was queued, if the reason allows.
     */
    public void close(CloseReason reason) {
        // Set here and not on the loop: after a packet that found no room, none of this thread's may follow.
        doomed = true;
        loop.runNext(() -> end(reason));
    }

    /**
     * Sets the time after which the session ends as {@link CloseReason#CONNECT_TIMEOUT}; on the loop only.
     *
     * @param delayMs from now; a negative number takes the deadline back
     */
    public void setConnectDeadline(long delayMs) {
        watch.setConnectDeadline(delayMs, loop.millis());
    }

    // Writing, on the loop.

    void drain() {
        // Cleared first: what is offered from here on wakes the session again.
        awake = 0;
        EngineTransport current = transport;
        if (current == null) {
            return;
        }
        switch (phase) {
            case OPEN -> current.drain(outbox);
            case ENDING -> current.finish(outbox);
            case ENDED -> {}
        }
    }

    // Receiving, on the loop.

    /** Takes a whole packet from a WebSocket. */
    void received(WebSocketTransport from, byte[] array, int offset, int length) {
        if (!isOpen()) {
            return;
        }
        if (from == transport) {
            metrics().received(TransportKind.WEBSOCKET, length);
            inbound.take(array, offset, length);
        } else if (upgrade.isTo(from)) {
            upgradePacket(from, array, offset, length);
        }
    }

    /** Takes a whole packet from the body of a poll. */
    void packet(byte[] array, int offset, int length) {
        inbound.take(array, offset, length);
    }

    // Polling, on the loop.

    /** Returns what takes this session's GETs and POSTs. */
    PollingRequests requests() {
        return requests;
    }

    /** Returns the transport if it is polling and the session has not ended. */
    @Nullable
    PollingTransport polling() {
        return phase != Phase.ENDED && transport instanceof PollingTransport polling ? polling : null;
    }

    @Nullable
    EngineTransport transport() {
        return transport;
    }

    boolean isEnding() {
        return phase == Phase.ENDING;
    }

    // Upgrade, on the loop.

    /** Takes a WebSocket that may become the session's transport. */
    void beginUpgrade(WebSocketTransport candidate) {
        if (phase != Phase.OPEN || upgrade.isUnderWay() || transportKind() != TransportKind.POLLING) {
            candidate.close();
        } else {
            upgrade.begin(candidate, loop.millis() + options().upgradeTimeout().toMillis());
        }
    }

    private void upgradePacket(WebSocketTransport from, byte[] array, int offset, int length) {
        EngineTransport before = transport;
        switch (upgrade.packet(from, array, offset, length)) {
            case PROBED -> releasePoll(before);
            case FINISHED -> {
                transport = from;
                releasePoll(before);
                watch.follow(from);
                metrics().upgraded();
                drain();
            }
            case GIVEN_UP -> {}
        }
    }

    private static void releasePoll(@Nullable EngineTransport from) {
        if (from instanceof PollingTransport polling) {
            polling.release(OutboundPacket.NOOP);
        }
    }

    // Ending, on the loop.

    /** Takes the news that a transport is gone or must go. */
    void transportEnded(EngineTransport from, CloseReason reason) {
        if (upgrade.isTo(from)) {
            upgrade.giveUp();
        } else if (from == transport) {
            if (phase == Phase.ENDING && (reason == CloseReason.TRANSPORT_CLOSED || from instanceof PollingTransport)) {
                ended();
            } else {
                end(reason);
            }
        }
    }

    void end(CloseReason reason) {
        EngineTransport current = transport;
        if (phase != Phase.OPEN || current == null) {
            return;
        }
        LOG.debug("session {} ends: open -> ending, {}", id, reason);
        phase = Phase.ENDING;
        endDeadlineMs = loop.millis() + options().closeTimeout().toMillis();
        upgrade.giveUp();
        metrics().closed(current.kind(), reason);
        if (reason == CloseReason.SLOW_RECEIVER) {
            metrics().droppedSlow(current.kind(), outbox.queuedCost() + current.pendingBytes());
        }
        OutboundPacket farewell = listening.closed(reason);
        switch (reason.ending()) {
            case FLUSHED -> flushAndFinish(current, reason, farewell);
            case PROMPT -> {
                outbox.clear();
                current.finish(outbox);
                if (current.kind() == TransportKind.POLLING) {
                    ended();
                }
            }
            case ABRUPT -> {
                current.abort();
                ended();
            }
        }
    }

    private void flushAndFinish(EngineTransport current, CloseReason reason, @Nullable OutboundPacket farewell) {
        if (reason == CloseReason.CLIENT_LEFT && current instanceof PollingTransport polling) {
            polling.release(OutboundPacket.NOOP);
            ended();
            return;
        }
        if (farewell != null) {
            outbox.offer(farewell);
        }
        current.finish(outbox);
    }

    void ended() {
        if (phase == Phase.ENDED) {
            return;
        }
        phase = Phase.ENDED;
        outbox.clear();
        loop.remove(this);
        server.ended(this);
    }

    // Times, on the loop.

    void sweep(long now) {
        EngineTransport current = transport;
        if (current == null) {
            return;
        }
        if (phase != Phase.OPEN) {
            if (now >= endDeadlineMs) {
                current.abort();
                ended();
            }
            return;
        }
        upgrade.giveUpIfLate(now);
        CloseReason over = watch.tick(now, current, outbox, () -> send(OutboundPacket.PING));
        if (over != null) {
            end(over);
        }
    }
}
