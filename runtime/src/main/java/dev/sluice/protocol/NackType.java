package dev.sluice.protocol;

/**
 * Why a message was refused, in the words of the protocol (SVC §3.8).
 *
 * @since 0.1
 */
public enum NackType {
    /** The message makes no sense here; the client reconnects. */
    BAD_REQUEST("BadRequestError"),
    /** The client's token does not allow it; the client closes. */
    INVALID_SCOPE("InvalidScopeError"),
    /** Too much, too fast; the client waits. */
    THROTTLING("ThrottlingError"),
    /** A limit of the service is used up. */
    LIMIT_EXCEEDED("LimitExceededError");

    private final String wireName;

    NackType(String wireName) {
        this.wireName = wireName;
    }

    /** Returns the name on the wire. */
    public String wireName() {
        return wireName;
    }
}
