package dev.sluice.server.transport.rest;

import dev.sluice.protocol.DocumentKey;

/** Revokes tokens (SVC-094). Safe for use by many threads. */
@FunctionalInterface
public interface TokenRevocation {
    /** Revokes the token with the given {@code jti}; blocks until that survives a restart. */
    void revoke(DocumentKey key, String tokenId);
}
