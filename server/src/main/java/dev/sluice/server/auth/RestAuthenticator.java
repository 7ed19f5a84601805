package dev.sluice.server.auth;

import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.TenantId;
import dev.sluice.server.auth.TokenCheck.Refused;
import dev.sluice.server.auth.TokenCheck.Verified;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks the {@code Authorization} header of a request.
 *
 * <p>Developer tenants' tools send none on REST; there, and only there, its absence is allowed. Safe for use by many threads.
 */
public final class RestAuthenticator {
    private final Tenants tenants;
    private final TokenVerifier verifier;

    /** Creates an authenticator. */
    public RestAuthenticator(Tenants tenants, TokenVerifier verifier) {
        this.tenants = tenants;
        this.verifier = verifier;
    }

    /** Checks a request about one document. */
    public TokenCheck forDocument(TenantId tenant, DocumentId document, @Nullable String header) {
        Credentials credentials = Credentials.parse(header);
        return firstOf(tenant, document.value(), credentials)
                .orElseGet(() -> verifier.verify(tenant, document, credentials.token()));
    }

    /** Checks a request that creates a document. */
    public TokenCheck forCreate(TenantId tenant, Optional<DocumentId> requested, @Nullable String header) {
        Credentials credentials = Credentials.parse(header);
        return firstOf(tenant, "", credentials)
                .orElseGet(() -> verifier.verifyForCreate(tenant, requested, credentials.token()));
    }

    /**
     * Checks a request that reads what a tenant's documents hold; the document is the one the claims name.
     *
     * <p>A token that names none is for creating a document: it is handed out to whoever may create one, and must not open
     * all others. Developer tenants keep no secrets, and are not asked for a document.
     */
    public TokenCheck forDocumentOfTenant(TenantId tenant, @Nullable String header) {
        TokenCheck check = forTenant(tenant, header);
        boolean isForCreation =
                check instanceof Verified good && good.claims().documentId().isEmpty();
        return isForCreation && !tenants.isDeveloper(tenant) ? Refused.NO_DOCUMENT : check;
    }

    /** Checks a request that adds to a tenant's objects, for a document that there is or will be. */
    public TokenCheck forTenant(TenantId tenant, @Nullable String header) {
        Credentials credentials = Credentials.parse(header);
        return firstOf(tenant, "", credentials).orElseGet(() -> verifier.verifyForTenant(tenant, credentials.token()));
    }

    /** Decides what needs no look at a token. */
    private Optional<TokenCheck> firstOf(TenantId tenant, String document, Credentials credentials) {
        if (credentials.tenant().filter(named -> !named.equals(tenant.value())).isPresent()) {
            return Optional.of(Refused.MISMATCH);
        }
        if (credentials.token().isEmpty() && tenants.isDeveloper(tenant)) {
            return Optional.of(new Verified(anonymous(tenant, document)));
        }
        return Optional.empty();
    }

    private static TokenClaims anonymous(TenantId tenant, String document) {
        return new TokenClaims(
                tenant,
                document,
                Scope.USER,
                ClaimsCodec.NO_USER,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "{}");
    }
}
