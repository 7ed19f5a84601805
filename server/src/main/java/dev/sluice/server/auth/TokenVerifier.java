package dev.sluice.server.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.TenantId;
import dev.sluice.server.auth.ClaimsCodec.UnreadableTokenException;
import dev.sluice.server.auth.TokenCheck.Refused;
import dev.sluice.server.auth.TokenCheck.Verified;
import dev.sluice.server.config.ServerConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a token is good for what is asked.
 *
 * <p>Reading a token and checking its signature costs some ten microseconds; tokens that passed are remembered, so that a
 * client's next request costs a lookup. What depends on the moment or the request - expiry, revocation, the document - is
 * looked at every time. Tokens that fail are not remembered: they are cheap to refuse and anybody can make any number.
 *
 * <p>Never blocks. Safe for use by many threads.
 */
public final class TokenVerifier {
    /** Longer texts are no tokens; it bounds what the cache holds. */
    private static final int TOKEN_MAX_CHARS = 16 * 1024;

    private final Tenants tenants;
    private final Revocations revocations;
    private final InstantSource clock;
    private final Duration lifetimeMax;
    private final Cache<String, TokenClaims> verified;

    /** Creates a verifier. */
    public TokenVerifier(
            ServerConfig.Security security, Tenants tenants, Revocations revocations, InstantSource clock) {
        this.tenants = tenants;
        this.revocations = revocations;
        this.clock = clock;
        this.lifetimeMax = security.tokenLifetimeMax();
        this.verified = Caffeine.newBuilder()
                .maximumSize(security.tokenCacheEntries())
                .executor(Runnable::run)
                .build();
    }

    /** Checks a token for a document, as sockets and the orderer's routes need it. */
    public TokenCheck verify(TenantId tenant, DocumentId document, @Nullable String token) {
        TokenCheck check = verifyForTenant(tenant, token);
        return check instanceof Verified good && !good.claims().documentId().equals(document.value())
                ? Refused.MISMATCH
                : check;
    }

    /**
     * Checks a token for creating a document: it names no document yet, or the one that is asked for.
     *
     * @param requested the id the request asks for, if any
     */
    public TokenCheck verifyForCreate(TenantId tenant, Optional<DocumentId> requested, @Nullable String token) {
        TokenCheck check = verifyForTenant(tenant, token);
        if (!(check instanceof Verified good)) {
            return check;
        }
        String named = good.claims().documentId();
        boolean matches =
                named.isEmpty() || requested.map(id -> id.value().equals(named)).orElse(false);
        return matches ? check : Refused.MISMATCH;
    }

    /** Checks a token for a tenant, whatever document it names, as the storage routes need it. */
    public TokenCheck verifyForTenant(TenantId tenant, @Nullable String token) {
        if (token == null || token.isEmpty()) {
            return Refused.MISSING;
        }
        Optional<Tenant> known = tenants.find(tenant);
        if (known.isEmpty()) {
            return Refused.UNKNOWN_TENANT;
        }
        TokenClaims remembered = verified.getIfPresent(token);
        if (remembered != null) {
            return remembered.tenant().equals(tenant) ? checkMoment(remembered, token) : Refused.MISMATCH;
        }
        return checkAnew(known.get(), token);
    }

    private TokenCheck checkAnew(Tenant tenant, String token) {
        TokenClaims claims;
        try {
            claims = ClaimsCodec.decode(token.length() > TOKEN_MAX_CHARS ? "" : token);
        } catch (UnreadableTokenException unreadable) {
            return Refused.UNREADABLE;
        }
        if (!claims.tenant().equals(tenant.id())) {
            return Refused.MISMATCH;
        }
        if (!tenant.accepts(token)) {
            return Refused.BAD_SIGNATURE;
        }
        Optional<Refused> lifetime = checkLifetime(tenant, claims);
        if (lifetime.isPresent()) {
            return lifetime.get();
        }
        if (claims.scopes().isEmpty()) {
            return Refused.NO_SCOPES;
        }
        TokenCheck check = checkMoment(claims, token);
        if (check instanceof Verified) {
            verified.put(token, claims);
        }
        return check;
    }

    private Optional<Refused> checkLifetime(Tenant tenant, TokenClaims claims) {
        if (!(tenant instanceof Tenant.Keyed keyed) || !keyed.expiryEnforced()) {
            return Optional.empty();
        }
        if (claims.expiresAt().isEmpty()) {
            return Optional.of(Refused.NO_EXPIRY);
        }
        // A token that hides when it was made counts from now.
        Instant from = claims.issuedAt().orElse(clock.instant());
        return Duration.between(from, claims.expiresAt().get()).compareTo(lifetimeMax) > 0
                ? Optional.of(Refused.TOO_LONG)
                : Optional.empty();
    }

    private TokenCheck checkMoment(TokenClaims claims, String token) {
        if (claims.expiresAt().map(end -> !clock.instant().isBefore(end)).orElse(false)) {
            verified.invalidate(token);
            return Refused.EXPIRED;
        }
        boolean revoked = claims.tokenId()
                .map(id -> revocations.isRevoked(claims.tenant(), id))
                .orElse(false);
        return revoked ? Refused.REVOKED : new Verified(claims);
    }
}
