package dev.sluice.server.auth;

import dev.sluice.protocol.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a token says.
 *
 * <p>Immutable.
 *
 * @param tenant the tenant it is for
 * @param documentId the document it is for; empty for a token that may create one
 * @param scopes what it permits, see {@link Scope}
 * @param userJson the user as the token's JSON has it, unknown members included
 * @param issuedAt when it was made
 * @param expiresAt when it ends
 * @param tokenId the {@code jti} by which it can be revoked
 * @param json all claims, as the token's JSON has them
 */
public record TokenClaims(
        TenantId tenant,
        String documentId,
        List<String> scopes,
        String userJson,
        Optional<Instant> issuedAt,
        Optional<Instant> expiresAt,
        Optional<String> tokenId,
        String json) {
    /** Creates claims. */
    public TokenClaims {
        scopes = List.copyOf(scopes);
    }

    /** Tells whether the token permits what {@code scope} names. */
    public boolean hasScope(String scope) {
        return scopes.contains(scope);
    }
}
