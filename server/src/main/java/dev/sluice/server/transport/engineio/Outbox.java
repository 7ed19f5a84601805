package dev.sluice.server.transport.engineio;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent to one client, bounded by cost.
 *
 * <p>Packets stay here, where they are shared between receivers, until the transport can take them: a client that does not
 * read costs references, not copies. Offering is safe for many threads; taking is confined to the session's event loop.
 */
final class Outbox {
    private final ConcurrentLinkedQueue<OutboundPacket> packets = new ConcurrentLinkedQueue<>();
    private final AtomicLong queuedCost = new AtomicLong();
    private final long limit;

    Outbox(long limit) {
        this.limit = limit;
    }

    /** Adds a packet unless it would exceed the limit; tells whether it did. An empty outbox takes any packet. */
    boolean offer(OutboundPacket packet) {
        long cost = charge(packet);
        long before = queuedCost.getAndAdd(cost);
        if (before > 0 && before + cost > limit) {
            queuedCost.addAndGet(-cost);
            return false;
        }
        return packets.add(packet);
    }

    @Nullable
    OutboundPacket peek() {
        return packets.peek();
    }

    @Nullable
    OutboundPacket poll() {
        OutboundPacket packet = packets.poll();
        if (packet != null) {
            queuedCost.addAndGet(-charge(packet));
        }
        return packet;
    }

    /**
     * Returns what a packet counts for: never so much that nothing fits beside it. A newcomer's first packet lists everybody
     * who is there, which may be more than the limit and is no sign that the newcomer is slow; its own join stands before it.
     */
    private long charge(OutboundPacket packet) {
        return Math.min(packet.cost(), limit - limit / 4);
    }

    boolean isEmpty() {
        return packets.isEmpty();
    }

    long queuedCost() {
        return queuedCost.get();
    }

    void clear() {
        while (poll() != null) {
            // Taking one by one keeps the cost right while other threads still offer.
        }
    }
}
