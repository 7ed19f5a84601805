package dev.sluice.server.auth;

import dev.sluice.protocol.TenantId;
import java.util.List;

/** A tenant the server knows. */
sealed interface Tenant {
    /** Returns its name. */
    TenantId id();

    /** Returns the key that signs tokens the server itself makes for it. */
    SigningKey mintingKey();

    /** Tells whether one of its keys signed the token, as far as it has any. */
    boolean accepts(String token);

    /** A tenant with keys. Immutable. */
    record Keyed(TenantId id, List<SigningKey> keys, boolean expiryEnforced) implements Tenant {
        /** Creates a tenant. */
        public Keyed {
            keys = List.copyOf(keys);
        }

        @Override
        public SigningKey mintingKey() {
            return keys.get(0);
        }

        @Override
        public boolean accepts(String token) {
            return keys.stream().anyMatch(key -> key.hasSigned(token));
        }
    }

    /**
     * A tenant for trying things out, whose users make tokens with secrets of their own choice: whatever decodes is accepted.
     * Immutable.
     */
    record Developer(TenantId id, SigningKey mintingKey) implements Tenant {
        @Override
        public boolean accepts(String token) {
            return true;
        }
    }
}
