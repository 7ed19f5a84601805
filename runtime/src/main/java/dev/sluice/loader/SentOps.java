package dev.sluice.loader;

/**
 * What this client sent under one client id and has not seen in the order: while that may still be sequenced, nothing is sent
 * again (RT-019). Confined to the container's thread.
 */
final class SentOps {
    private final String clientId;
    private long lastSent;
    private long lastSeen;

    SentOps(String clientId, long lastSent, long lastSeen) {
        this.clientId = clientId;
        this.lastSent = lastSent;
        this.lastSeen = lastSeen;
    }

    String clientId() {
        return clientId;
    }

    long lastSent() {
        return lastSent;
    }

    long lastSeen() {
        return lastSeen;
    }

    void sent(long clientSequenceNumber) {
        lastSent = clientSequenceNumber;
    }

    void seen(long clientSequenceNumber) {
        lastSeen = Math.max(lastSeen, clientSequenceNumber);
    }

    /** Whether something of it may still be sequenced: not once all was seen, nor once the client left. */
    boolean mayStillCome(Quorum quorum) {
        return lastSeen < lastSent && quorum.isMember(clientId);
    }
}
