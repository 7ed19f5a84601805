package dev.sluice.container.batch;

import dev.sluice.container.batch.OutboundRules.Grouping;

/**
 * How much room a batch that is being made has left, so that it can be closed before it is too large to be sent. Confined to one
 * thread.
 *
 * @since 0.1
 */
public final class BatchRoom {
    private int messages;
    private long contentBytes;
    private long wireBytes;

    /** Takes room for a message. */
    public void add(MessageSize size) {
        messages++;
        contentBytes += size.contentBytes();
        wireBytes += size.wireBytes();
    }

    /** Gives back what a message took. */
    public void remove(MessageSize size) {
        messages--;
        contentBytes -= size.contentBytes();
        wireBytes -= size.wireBytes();
    }

    /** Begins a new batch. */
    public void clear() {
        messages = 0;
        contentBytes = 0;
        wireBytes = 0;
    }

    /** Whether a message can be sent in one batch with what is there. A batch that is empty takes every message. */
    public boolean takes(MessageSize size, OutboundRules rules) {
        if (messages == 0) {
            return true;
        }
        return messages < rules.limits().maxMessages()
                && (rules.grouping() == Grouping.ALLOWED
                        ? contentBytes + size.contentBytes() <= rules.maxContentBytes()
                        : wireBytes + size.wireBytes() <= rules.maxBatchBytes());
    }

    /** Whether a message is too large for any batch, however it is wrapped. */
    public static boolean isTooLarge(MessageSize size, OutboundRules rules) {
        return size.contentBytes() > rules.maxContentBytes();
    }
}
