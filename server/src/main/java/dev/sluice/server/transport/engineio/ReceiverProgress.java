package dev.sluice.server.transport.engineio;

/** Notices a client that no longer takes what is sent to it. Confined to its session's event loop. */
final class ReceiverProgress {
    private final EngineIoOptions options;
    private long moved;
    private long movedMs;

    ReceiverProgress(EngineIoOptions options, long now) {
        this.options = options;
        this.movedMs = now;
    }

    /** Takes the transport that the session has from now on; what it moved before does not count. */
    void follow(EngineTransport transport) {
        moved = transport.progress();
    }

    /** Tells whether nothing moved for too long, or too much of what did not pass the outbox is pending. */
    boolean isStuck(EngineTransport transport, Outbox outbox, long now) {
        long pending = transport.pendingBytes();
        long progress = transport.progress();
        if (progress != moved || (pending == 0 && outbox.isEmpty())) {
            moved = progress;
            movedMs = now;
        }
        // The second bound is for what does not pass the outbox: a client may ask for pongs and never read them.
        // One packet that did pass it may have been over the bound alone.
        long others = Math.max(options.maxPayloadBytes(), transport.largestBytes());
        return now - movedMs >= options.maxQueueAge().toMillis() || pending > options.maxQueuedBytes() + others;
    }
}
