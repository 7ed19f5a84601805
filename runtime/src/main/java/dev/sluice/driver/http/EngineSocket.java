package dev.sluice.driver.http;

import dev.sluice.driver.DisconnectReason;
import dev.sluice.driver.DriverError;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket with engine.io on it: puts frames together, answers pings, notices silence, sends in order (SVC §3.1).
 *
 * <p>While the receiver has more waiting than it may, the next frame is not asked for, and the platform's socket stops reading.
 * Pings lie unread then, too: a service that does not get its answers may end the connection, and what was missed is fetched
 * from the log, a page at a time.
 *
 * <p>Safe for use by many threads; the receiver is called by one at a time, and not after the end.
 */
final class EngineSocket implements WebSocket.Listener {
    private static final Duration GOODBYE = Duration.ofSeconds(5);
    private static final long MAX_QUEUED_CHARS = 64L << 20;

    /** Hears what comes in. */
    interface Receiver {
        /**
         * A packet came that is not of the transport alone.
         *
         * @throws IOException if it is malformed, which ends the connection
         */
        void received(Packet packet) throws IOException;

        /** The connection has ended; called once, unless this side closed it. */
        void ended(DisconnectReason reason);
    }

    private final Receiver receiver;
    private final int maxFrameChars;
    private final StringBuilder frame = new StringBuilder();

    private final Object lock = new Object();
    private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);
    private CompletableFuture<?> silence = CompletableFuture.completedFuture(null);
    private Duration patience = Duration.ZERO;
    private final ReceiveWindow window;
    private long queuedChars;
    private boolean ended;
    private @Nullable WebSocket socket;
    private volatile int maxPayload = 1_000_000;

    EngineSocket(Receiver receiver, int maxFrameChars, long maxWaitingBytes) {
        this.receiver = receiver;
        this.maxFrameChars = maxFrameChars;
        this.window = new ReceiveWindow(maxWaitingBytes);
    }

    /** Returns how many bytes the service accepts in one frame. */
    int maxPayload() {
        return maxPayload;
    }

    /** Counts something that was received and waits to be taken. */
    void waits(long bytes) {
        synchronized (lock) {
            window.add(bytes);
        }
    }

    /** Something that waited was taken; reads on if it was that which kept the next frame from being read. */
    void taken(long bytes) {
        WebSocket open;
        synchronized (lock) {
            open = socket;
            if (!window.take(bytes) || ended || open == null) {
                return;
            }
        }
        watch();
        open.request(1);
    }

    /** Sends a frame after those before it; dropped when the connection has ended. */
    void send(String text) {
        synchronized (lock) {
            WebSocket open = socket;
            if (ended || open == null) {
                return;
            }
            queuedChars += text.length();
            if (queuedChars <= MAX_QUEUED_CHARS) {
                sent = sent.thenCompose(before -> open.sendText(text, true)).whenComplete((done, failure) -> {
                    onSent(text.length());
                    if (failure != null) {
                        fail("cannot send: " + failure);
                    }
                });
                return;
            }
        }
        fail("the service does not take what it is sent; " + MAX_QUEUED_CHARS + " characters wait");
    }

    /** Sends a last frame and closes; the receiver hears nothing more. */
    void close(String lastFrame) {
        send(lastFrame);
        if (!end()) {
            return;
        }
        synchronized (lock) {
            WebSocket open = socket;
            if (open != null) {
                sent.handle((done, failure) -> open.sendClose(WebSocket.NORMAL_CLOSURE, ""))
                        .thenCompose(closing -> closing)
                        .thenApply(done -> (Object) done)
                        .orTimeout(GOODBYE.toMillis(), TimeUnit.MILLISECONDS)
                        .whenComplete((done, failure) -> open.abort());
            }
        }
    }

    @Override
    public void onOpen(WebSocket opened) {
        synchronized (lock) {
            socket = opened;
            if (ended) {
                opened.abort();
                return;
            }
        }
        opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        if (frame.length() + data.length() > maxFrameChars) {
            fail(new DriverError.BadAnswer("the service sent a frame of more than " + maxFrameChars + " characters"));
            return null;
        }
        frame.append(data);
        if (last) {
            String text = frame.toString();
            frame.setLength(0);
            take(text);
        }
        if (!last || mayReadOn()) {
            from.request(1);
        }
        return null;
    }

    /** What is not read is no silence of the service's. */
    private boolean mayReadOn() {
        synchronized (lock) {
            boolean mayRead = window.mayRead();
            if (!mayRead) {
                silence.complete(null);
            }
            return mayRead;
        }
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        fail(new DriverError.BadAnswer("the service sent a binary frame"));
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        fail("the service closed the connection (" + status + (reason.isEmpty() ? ")" : " " + reason + ")"));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        fail("the connection broke: " + error);
    }

    private void take(String text) {
        try {
            Packet packet = Packet.parse(text);
            if (packet instanceof Packet.Open open) {
                if (!patience.isZero()) {
                    throw new IOException("a second handshake");
                }
                maxPayload = open.maxPayload();
                patience = open.pingInterval().plus(open.pingTimeout());
                watch();
                send(Frames.CONNECT);
            } else if (packet instanceof Packet.Ping) {
                watch();
                send(Frames.PONG);
            } else if (packet instanceof Packet.Close) {
                stop(new DisconnectReason.ByService("the service closed the transport"));
            } else if (packet instanceof Packet.Disconnect) {
                stop(new DisconnectReason.ByService("the service took its leave"));
            } else if (!isEnded()) {
                receiver.received(packet);
            }
        } catch (IOException | RuntimeException malformed) {
            fail(new DriverError.BadAnswer(String.valueOf(malformed.getMessage())));
        }
    }

    /** Begins to wait for the next ping. */
    private void watch() {
        CompletableFuture<?> next = new CompletableFuture<Void>().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
        next.whenComplete((heard, late) -> {
            if (late != null) {
                fail("nothing was heard of the service for " + patience);
            }
        });
        synchronized (lock) {
            silence.complete(null);
            silence = next;
            if (ended) {
                next.complete(null);
            }
        }
    }

    private void onSent(int chars) {
        synchronized (lock) {
            queuedChars -= chars;
        }
    }

    void fail(String message) {
        fail(new DriverError.Unreachable(message));
    }

    void fail(DriverError error) {
        stop(new DisconnectReason.Lost(error));
    }

    private void stop(DisconnectReason reason) {
        if (!end()) {
            return;
        }
        WebSocket open;
        synchronized (lock) {
            open = socket;
        }
        if (open != null) {
            open.abort();
        }
        receiver.ended(reason);
    }

    private boolean isEnded() {
        synchronized (lock) {
            return ended;
        }
    }

    /** Returns whether it is this call that ended it. */
    private boolean end() {
        synchronized (lock) {
            boolean first = !ended;
            ended = true;
            silence.complete(null);
            return first;
        }
    }
}
