package dev.sluice.server.transport.engineio;

/**
 * The requests of a client that polls: a GET asks for packets, a POST delivers some.
 *
 * <p>One of each at a time; a second is answered 400 and ends the session, for packets would lose their order. Confined to the
 * session's event loop.
 */
final class PollingRequests {
    /** How long a poll may stay open while the client wants it out of the way of an upgrade. */
    private static final long UPGRADE_POLL_MS = 100;

    private final EngineSession session;
    private final Upgrade upgrade;

    PollingRequests(EngineSession session, Upgrade upgrade) {
        this.session = session;
        this.upgrade = upgrade;
    }

    /** Takes a GET. */
    void poll(HttpExchange exchange) {
        PollingTransport polling = session.polling();
        if (polling == null) {
            exchange.refuse(Refusal.UNKNOWN_SESSION);
            return;
        }
        if (!polling.ask(exchange)) {
            exchange.badRequest();
            session.end(CloseReason.TRANSPORT_ERROR);
            return;
        }
        session.drain();
        if (isInTheWay(polling, exchange)) {
            session.loop().runLater(() -> makeWay(polling, exchange), UPGRADE_POLL_MS);
        }
    }

    private boolean isInTheWay(PollingTransport polling, HttpExchange exchange) {
        return upgrade.isProbed() && polling.isAsked(exchange);
    }

    private void makeWay(PollingTransport polling, HttpExchange exchange) {
        if (isInTheWay(polling, exchange)) {
            polling.release(OutboundPacket.NOOP);
        }
    }

    /** Takes the start of a POST; its body follows with {@link #endDelivery} unless it was refused. */
    void beginDelivery(HttpExchange exchange) {
        PollingTransport polling = session.polling();
        if (polling == null) {
            exchange.refuse(Refusal.UNKNOWN_SESSION);
        } else if (!polling.beginDelivery(exchange)) {
            exchange.badRequest();
            session.end(CloseReason.TRANSPORT_ERROR);
        }
    }

    /** Takes the body of a POST. */
    void endDelivery(HttpExchange exchange, byte[] body) {
        PollingTransport polling = session.polling();
        if (polling == null || !polling.endDelivery(exchange)) {
            exchange.badRequest();
            return;
        }
        if (session.isEnding() && PacketText.equals("1", body, 0, body.length)) {
            polling.release(OutboundPacket.NOOP);
            session.ended();
        }
        session.metrics().received(TransportKind.POLLING, body.length);
        int start = 0;
        for (int i = 0; i <= body.length && session.isOpen(); i++) {
            if (i == body.length || body[i] == PollingTransport.SEPARATOR) {
                session.packet(body, start, i - start);
                start = i + 1;
            }
        }
        exchange.ok();
    }

    /** Takes the end of a GET or POST whose client went away, or whose body may not be read. */
    void fail(HttpExchange exchange, CloseReason reason) {
        if (session.transport() instanceof PollingTransport polling) {
            polling.forget(exchange);
            session.end(reason);
        }
    }
}
