package dev.sluice.server.transport.rest;

import dev.sluice.protocol.TenantId;
import java.time.Duration;

/**
 * Decides whether a tenant has asked too much lately.
 *
 * <p>Called on event loops: must not block. Safe for use by many threads.
 */
@FunctionalInterface
public interface RequestLimiter {
    /** What a request does, as far as its cost is concerned. */
    enum Kind {
        /** Reads objects, refs or ops. */
        READ,
        /** Stores objects or refs. */
        WRITE,
        /** Creates a document. */
        CREATE,
        /** Deletes, revokes or signals on the service's behalf. */
        ADMINISTER
    }

    /** Takes one request of the tenant into account; returns zero to let it pass, else how long it should wait. */
    Duration delay(TenantId tenant, Kind kind);
}
