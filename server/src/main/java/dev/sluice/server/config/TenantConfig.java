package dev.sluice.server.config;

import dev.sluice.protocol.TenantId;
import java.util.List;

/**
 * A tenant with keys. Immutable.
 *
 * @param id its name
 * @param keys one or two signing keys, in the order in which they are tried
 * @param expiryEnforced whether its tokens must expire within the longest lifetime
 */
public record TenantConfig(TenantId id, List<Secret> keys, boolean expiryEnforced) {
    /** Creates a tenant. */
    public TenantConfig {
        keys = List.copyOf(keys);
        if (keys.isEmpty() || keys.size() > 2) {
            throw new IllegalArgumentException("tenant " + id + " has " + keys.size() + " keys; expected one or two");
        }
    }
}
