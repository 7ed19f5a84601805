package dev.sluice.server;

import dev.sluice.protocol.TenantId;
import dev.sluice.server.auth.KeyedRateLimiter;
import dev.sluice.server.config.Limit;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.metrics.ServerMetrics;
import dev.sluice.server.transport.rest.RequestLimiter;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Limits how often each tenant is asked for something over REST. Safe for use by many threads. */
final class RequestRates implements RequestLimiter {
    private final KeyedRateLimiter<TenantId> byTenant;
    private final ServerMetrics metrics;

    RequestRates(ServerConfig.Rates rates, ServerMetrics metrics, LongSupplier nanoTime) {
        this.byTenant = new KeyedRateLimiter<>(rates.tenantRequests(), nanoTime);
        this.metrics = metrics;
    }

    @Override
    public Duration delay(TenantId tenant) {
        long waitMs = byTenant.tryTake(tenant);
        if (waitMs > 0) {
            metrics.refused(Limit.TENANT_REQUESTS_RATE);
        }
        return Duration.ofMillis(waitMs);
    }
}
