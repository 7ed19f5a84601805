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
    /** Takes one request of the tenant into account; returns zero to let it pass, else how long it should wait. */
    Duration delay(TenantId tenant);
}
