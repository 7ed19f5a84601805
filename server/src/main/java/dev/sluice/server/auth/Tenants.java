package dev.sluice.server.auth;

import dev.sluice.protocol.TenantId;
import dev.sluice.server.config.Secret;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.config.TenantConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tenants the server knows: those of the configuration and, where they are allowed, the developer tenants.
 *
 * <p>A developer tenant that the configuration gives keys is as strict as any other. Immutable.
 */
public final class Tenants {
    /** The tenants that need no keys, by the names their clients use. */
    public static final List<TenantId> DEVELOPER = List.of(new TenantId("tinylicious"), new TenantId("local"));

    /** The last moment that journals can write down. */
    private static final Instant NEVER = Instant.ofEpochMilli(Long.MAX_VALUE);

    /** What tinylicious-client signs with. */
    private static final Secret WELL_KNOWN = new Secret("12345");

    private final Map<TenantId, Tenant> byId;

    private Tenants(Map<TenantId, Tenant> byId) {
        this.byId = Map.copyOf(byId);
    }

    /** Returns the tenants of a configuration. */
    public static Tenants of(ServerConfig.Security security) {
        Map<TenantId, Tenant> tenants = new HashMap<>();
        if (security.developerTenantsEnabled()) {
            SigningKey wellKnown = new SigningKey(WELL_KNOWN);
            DEVELOPER.forEach(id -> tenants.put(id, new Tenant.Developer(id, wellKnown)));
        }
        for (TenantConfig tenant : security.tenants()) {
            List<SigningKey> keys = tenant.keys().stream().map(SigningKey::new).toList();
            tenants.put(tenant.id(), new Tenant.Keyed(tenant.id(), keys, tenant.expiryEnforced()));
        }
        return new Tenants(tenants);
    }

    /** Tells whether the server knows the tenant. */
    public boolean contains(TenantId id) {
        return byId.containsKey(id);
    }

    /** Tells whether the tenant exists without keys, so that its callers may come without a token. */
    public boolean isDeveloper(TenantId id) {
        return byId.get(id) instanceof Tenant.Developer;
    }

    /**
     * Returns the moment from which no token of the tenant can be valid that exists now; far away for a tenant whose tokens
     * need not expire.
     *
     * @param lifetimeMax longest lifetime of a token of a tenant that enforces expiry
     */
    public Instant lastExpiry(TenantId id, Instant now, Duration lifetimeMax) {
        boolean isBounded = byId.get(id) instanceof Tenant.Keyed keyed && keyed.expiryEnforced();
        return isBounded ? now.plus(lifetimeMax) : NEVER;
    }

    Optional<Tenant> find(TenantId id) {
        return Optional.ofNullable(byId.get(id));
    }
}
