package dev.sluice.server.transport.engineio;

/** Why a session, or a connection it carries, ended. */
public enum CloseReason {
    /** The client said goodbye. */
    CLIENT_LEFT(Ending.FLUSHED),
    /** The transport went away without a goodbye. */
    TRANSPORT_CLOSED(Ending.ABRUPT),
    /** The transport failed, or was used in a way it does not allow, such as two polls at once. */
    TRANSPORT_ERROR(Ending.FLUSHED),
    /** A heartbeat was not answered in time. */
    PING_TIMEOUT(Ending.PROMPT),
    /** The client sent what the protocol does not allow. */
    PROTOCOL_ERROR(Ending.FLUSHED),
    /** The client sent a message larger than the advertised maximum. */
    PAYLOAD_TOO_LARGE(Ending.FLUSHED),
    /** The client sent JSON nested deeper than is read. */
    NESTED_TOO_DEEP(Ending.FLUSHED),
    /** The client opened a session and then joined nothing. */
    CONNECT_TIMEOUT(Ending.FLUSHED),
    /** The client took what it was sent too slowly; what was queued for it is lost. */
    SLOW_RECEIVER(Ending.ABRUPT),
    /** The layer above asked for it. */
    SERVER_CLOSED(Ending.FLUSHED),
    /** The service is shutting down. */
    SERVER_SHUTDOWN(Ending.FLUSHED),
    /** The layer above threw an exception while handling a message. */
    HANDLER_FAILED(Ending.FLUSHED);

    /** What becomes of that which is still queued for the client. */
    enum Ending {
        /** It is sent, within the close timeout, before the transport closes. */
        FLUSHED,
        /** It is dropped; the transport closes politely. */
        PROMPT,
        /** It is dropped and so is the transport. */
        ABRUPT
    }

    private final Ending ending;

    CloseReason(Ending ending) {
        this.ending = ending;
    }

    Ending ending() {
        return ending;
    }
}
