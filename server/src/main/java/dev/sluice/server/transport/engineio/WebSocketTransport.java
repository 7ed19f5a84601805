package dev.sluice.server.transport.engineio;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.VoidChannelPromise;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.internal.http.WebSocketInternal;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket.
 *
 * <p>Outbound frames are written to the Netty channel already framed (see {@link OutboundPacket#webSocketFrame}): they pass the
 * pipeline's WebSocket encoder untouched, so a receiver costs one entry in its channel's buffer and no bytes of its own. Packets
 * are handed over only while the channel is writable; the rest stays in the outbox, and the write that fills the channel
 * carries a listener that drains again. Compression must be off, as {@link EngineIoOptions#applyTo} sees to.
 *
 * <p>Confined to the session's event loop. The channel usually lives on the same loop; after an upgrade from polling it may
 * live on another, and then each callback hops, and reading pauses while too much is on its way between the two.
 */
final class WebSocketTransport implements EngineTransport {
    private final EngineSession session;
    private final ServerWebSocket socket;
    private final ContextInternal socketContext;
    private final ChannelHandlerContext channelContext;
    /** Unlike the channel's own, tells nobody of writes that fail: that the channel closes is told anyway. */
    private final VoidChannelPromise unobserved;

    private final AtomicLong bytesBetweenLoops = new AtomicLong();
    private @Nullable ByteArrayOutputStream fragments;
    private long handedBytes;
    private long largestBytes;
    private volatile boolean awaitingFlush;
    private boolean closing;

    /** Must be called where the socket was accepted, before that returns, or frames are missed. */
    WebSocketTransport(EngineSession session, ServerWebSocket socket, ContextInternal socketContext) {
        this.session = session;
        this.socket = socket;
        this.socketContext = socketContext;
        this.channelContext = ((WebSocketInternal) socket).channelHandlerContext();
        this.unobserved = new VoidChannelPromise(channelContext.channel(), false);
        socket.frameHandler(this::frameArrived);
        socket.exceptionHandler(failure -> ended(reasonOf(failure)));
        socket.closeHandler(closed -> ended(CloseReason.TRANSPORT_CLOSED));
    }

    @Override
    public TransportKind kind() {
        return TransportKind.WEBSOCKET;
    }

    private void ended(CloseReason reason) {
        session.loop().run(() -> session.transportEnded(this, reason));
    }

    private static CloseReason reasonOf(Throwable failure) {
        boolean tooLarge = failure instanceof TooLongFrameException
                || (failure instanceof CorruptedWebSocketFrameException corrupted
                        && corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG));
        return tooLarge ? CloseReason.PAYLOAD_TOO_LARGE : CloseReason.TRANSPORT_ERROR;
    }

    private void frameArrived(WebSocketFrame frame) {
        if (session.loop().isCurrent()) {
            receive(frame);
        } else {
            receiveElsewhere(frame);
        }
    }

    private void receiveElsewhere(WebSocketFrame frame) {
        int length = frame.binaryData().length();
        long limit = 2L * session.options().maxPayloadBytes();
        if (bytesBetweenLoops.addAndGet(length) > limit) {
            socket.pause();
        }
        session.loop().run(() -> {
            receive(frame);
            long left = bytesBetweenLoops.addAndGet(-length);
            if (left <= limit && left + length > limit) {
                socketContext.runOnContext(ignored -> socket.resume());
            }
        });
    }

    private void receive(WebSocketFrame frame) {
        switch (frame.type()) {
            case TEXT, CONTINUATION -> receiveText(frame);
            case BINARY -> session.transportEnded(this, CloseReason.PROTOCOL_ERROR);
            case CLOSE, PING, PONG -> {
                // Vert.x answers these itself.
            }
        }
    }

    private void receiveText(WebSocketFrame frame) {
        ByteBuf content = ((BufferInternal) frame.binaryData()).getByteBuf();
        int length = content.readableBytes();
        if (fragments == null && frame.isFinal()) {
            if (content.hasArray()) {
                session.received(this, content.array(), content.arrayOffset() + content.readerIndex(), length);
            } else {
                session.received(this, toArray(content), 0, length);
            }
            return;
        }
        if (fragments == null) {
            fragments = new ByteArrayOutputStream(length);
        }
        ByteArrayOutputStream message = fragments;
        if (message.size() + (long) length > session.options().maxPayloadBytes()) {
            session.transportEnded(this, CloseReason.PAYLOAD_TOO_LARGE);
            return;
        }
        message.writeBytes(toArray(content));
        if (frame.isFinal()) {
            fragments = null;
            session.received(this, message.toByteArray(), 0, message.size());
        }
    }

    private static byte[] toArray(ByteBuf content) {
        byte[] bytes = new byte[content.readableBytes()];
        content.getBytes(content.readerIndex(), bytes);
        return bytes;
    }

    @Override
    public void drain(Outbox outbox) {
        if (awaitingFlush || closing) {
            return;
        }
        Channel channel = channelContext.channel();
        int packets = 0;
        long bytes = 0;
        while (channel.isWritable()) {
            OutboundPacket packet = outbox.poll();
            if (packet == null) {
                break;
            }
            bytes += write(packet);
            packets++;
        }
        if (packets > 0) {
            session.metrics().sent(TransportKind.WEBSOCKET, packets, bytes);
        }
        if (!outbox.isEmpty()) {
            awaitFlush();
        } else if (packets > 0) {
            channelContext.flush();
        }
    }

    /** Sends a packet past the outbox; for the probe, which is not yet the session's transport. */
    void sendAtOnce(OutboundPacket packet) {
        write(packet);
        channelContext.flush();
    }

    private int write(OutboundPacket packet) {
        ByteBuf frame = session.loop().sharedFrame(packet, channelContext.alloc());
        int length = frame.readableBytes();
        handedBytes += length;
        largestBytes = Math.max(largestBytes, length);
        var unused = channelContext.write(frame, unobserved);
        return length;
    }

    /** Flushes, and drains again when everything written so far has gone out. */
    private void awaitFlush() {
        awaitingFlush = true;
        var unused = channelContext.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(flushed -> {
            awaitingFlush = false;
            if (flushed.isSuccess()) {
                session.flush();
            }
        });
    }

    @Override
    public void finish(Outbox outbox) {
        drain(outbox);
        if (outbox.isEmpty()) {
            close();
        }
    }

    /** Starts the closing handshake; the close handler reports its end. */
    void close() {
        if (!closing) {
            closing = true;
            socket.close();
        }
    }

    @Override
    public void abort() {
        closing = true;
        // From this context, not from the channel: that would pass Vert.x, which would first wait for a closing
        // handshake.
        var unused = channelContext.close();
    }

    @Override
    public long largestBytes() {
        return largestBytes;
    }

    @Override
    public long progress() {
        return handedBytes - pendingBytes();
    }

    @Override
    public long pendingBytes() {
        ChannelOutboundBuffer pending = channelContext.channel().unsafe().outboundBuffer();
        return pending == null ? 0 : pending.totalPendingWriteBytes();
    }
}
