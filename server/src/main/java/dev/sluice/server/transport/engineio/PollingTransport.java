package dev.sluice.server.transport.engineio;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Long polling: packets wait until the client asks, or the client's question waits until there are packets.
 *
 * <p>At most one question (GET) and one delivery (POST) are open at a time. Confined to the session's event loop.
 */
final class PollingTransport implements EngineTransport {
    /** Joins packets; cannot occur in one, because JSON has no raw control characters. */
    static final byte SEPARATOR = 0x1e;

    private final EngineSession session;
    private @Nullable HttpExchange question;
    private @Nullable HttpExchange delivery;
    private long sentBytes;

    PollingTransport(EngineSession session) {
        this.session = session;
    }

    @Override
    public TransportKind kind() {
        return TransportKind.POLLING;
    }

    /** Takes the client's question; tells whether there was none yet. */
    boolean ask(HttpExchange exchange) {
        if (question != null) {
            return false;
        }
        question = exchange;
        return true;
    }

    boolean isAsked() {
        return question != null;
    }

    boolean isAsked(HttpExchange exchange) {
        return question == exchange;
    }

    void forget(HttpExchange exchange) {
        if (question == exchange) {
            question = null;
        }
        if (delivery == exchange) {
            delivery = null;
        }
    }

    /** Takes the start of a delivery; tells whether none was under way. */
    boolean beginDelivery(HttpExchange exchange) {
        if (delivery != null) {
            return false;
        }
        delivery = exchange;
        return true;
    }

    /** Takes the end of a delivery; tells whether it is the one under way. */
    boolean endDelivery(HttpExchange exchange) {
        if (delivery != exchange) {
            return false;
        }
        delivery = null;
        return true;
    }

    @Override
    public void drain(Outbox outbox) {
        if (question != null && !outbox.isEmpty()) {
            answer(collect(outbox));
        }
    }

    @Override
    public void finish(Outbox outbox) {
        if (question == null) {
            return;
        }
        if (outbox.isEmpty()) {
            release(OutboundPacket.CLOSE);
            session.transportEnded(this, CloseReason.SERVER_CLOSED);
        } else {
            // The close packet goes alone, with the next poll: the client acts on it before it has read what came
            // along.
            answer(collect(outbox));
        }
    }

    /** Answers the client's question, if there is one, with a packet out of turn. */
    void release(OutboundPacket packet) {
        if (question != null) {
            ByteArrayOutputStream body = new ByteArrayOutputStream(packet.size());
            append(body, packet);
            answer(body);
        }
    }

    @Override
    public void abort() {
        release(OutboundPacket.CLOSE);
        if (delivery != null) {
            delivery.badRequest();
            delivery = null;
        }
    }

    /** Takes packets up to the size of a payload, but at least one. */
    private ByteArrayOutputStream collect(Outbox outbox) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int packets = 0;
        for (OutboundPacket next = outbox.peek(); next != null; next = outbox.peek()) {
            if (body.size() > 0
                    && body.size() + 1L + next.size() > session.options().maxPayloadBytes()) {
                break;
            }
            append(body, next);
            outbox.poll();
            packets++;
        }
        session.metrics().sent(TransportKind.POLLING, packets, body.size());
        return body;
    }

    private static void append(ByteArrayOutputStream body, OutboundPacket packet) {
        if (body.size() > 0) {
            body.write(SEPARATOR);
        }
        body.write(packet.bytes(), 0, packet.size());
    }

    private void answer(ByteArrayOutputStream body) {
        HttpExchange asked = question;
        question = null;
        if (asked != null) {
            sentBytes += body.size();
            asked.packets(body.toByteArray());
        }
    }

    @Override
    public long progress() {
        return sentBytes;
    }

    @Override
    public long pendingBytes() {
        return 0;
    }

    @Override
    public long largestBytes() {
        return 0;
    }
}
