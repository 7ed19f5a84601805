package dev.sluice.server.transport.engineio;

/** Why a request did not become, or did not reach, a session (SVC §3.1). */
public enum Refusal {
    /** The URL names no transport, or one that is not served. */
    UNKNOWN_TRANSPORT(400, 0, "Transport unknown"),
    /** The URL names a session that does not exist, perhaps not any more. */
    UNKNOWN_SESSION(400, 1, "Session ID unknown"),
    /** A session is opened with GET only. */
    BAD_HANDSHAKE_METHOD(400, 2, "Bad handshake method"),
    /** The request does not fit the session or the transport. */
    BAD_REQUEST(400, 3, "Bad request"),
    /** Another revision of the protocol than 4. */
    UNSUPPORTED_PROTOCOL(400, 5, "Unsupported protocol version"),
    /** As many sessions as this server takes are open. */
    TOO_MANY_SESSIONS(503, 3, "Too many sessions"),
    /** As many sessions as one remote address may have are open. */
    TOO_MANY_FROM_ADDRESS(429, 3, "Too many sessions from this address"),
    /** The server is shutting down. */
    DRAINING(503, 3, "Shutting down");

    private final int status;
    private final int code;
    private final String message;

    Refusal(int status, int code, String message) {
        this.status = status;
        this.code = code;
        this.message = message;
    }

    int status() {
        return status;
    }

    String message() {
        return message;
    }

    String json() {
        return "{\"code\":" + code + ",\"message\":\"" + message + "\"}";
    }
}
