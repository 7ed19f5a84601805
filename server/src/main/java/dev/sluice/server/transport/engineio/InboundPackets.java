package dev.sluice.server.transport.engineio;

/**
 * Takes what the client of a session sends once its transport is settled: answers to pings, messages, its farewell.
 *
 * <p>Confined to the session's event loop.
 */
final class InboundPackets {
    private final EngineSession session;
    private final SessionWatch watch;
    private final Listening listening;

    InboundPackets(EngineSession session, SessionWatch watch, Listening listening) {
        this.session = session;
        this.watch = watch;
        this.listening = listening;
    }

    /** Takes one whole packet; what is none ends the session. */
    void take(byte[] array, int offset, int length) {
        long now = session.loop().millis();
        int type = length == 0 ? -1 : array[offset];
        if (type == '3') {
            watch.answered(now);
            return;
        }
        watch.heard(now);
        switch (type) {
            case '4' -> message(array, offset + 1, length - 1);
            case '1' -> session.end(CloseReason.CLIENT_LEFT);
            case '0', '5', '6' -> {
                // Meaningless here, and ignored by the reference implementation too.
            }
            default -> session.end(CloseReason.PROTOCOL_ERROR);
        }
    }

    private void message(byte[] array, int offset, int length) {
        if (!Utf8.isValid(array, offset, length)) {
            session.end(CloseReason.PROTOCOL_ERROR);
        } else if (!listening.message(array, offset, length)) {
            session.end(CloseReason.HANDLER_FAILED);
        }
    }
}
