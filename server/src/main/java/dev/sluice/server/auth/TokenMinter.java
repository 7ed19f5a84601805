package dev.sluice.server.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.TenantId;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes tokens in a tenant's name, signed with its first key.
 *
 * <p>Safe for use by many threads.
 */
public final class TokenMinter {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Duration CREATION_PROOF_LIFETIME = Duration.ofMinutes(5);

    private final Tenants tenants;
    private final InstantSource clock;

    /** Creates a minter. */
    public TokenMinter(Tenants tenants, InstantSource clock) {
        this.tenants = tenants;
        this.clock = clock;
    }

    /**
     * Returns the token that proves to an application that its user created a document: it permits nothing and keeps user
     * and {@code jti} of the request (SVC §1.6).
     *
     * @throws IllegalArgumentException if the tenant is unknown
     */
    public String creationProof(TokenClaims request, DocumentId created) {
        return mint(
                request.tenant(),
                created.value(),
                List.of(),
                request.userJson(),
                request.tokenId(),
                CREATION_PROOF_LIFETIME);
    }

    /**
     * Returns a token for a document, or, with an empty {@code documentId}, for creating one.
     *
     * @param userJson a JSON object
     * @param tokenId the {@code jti}; a new one is made if empty
     * @throws IllegalArgumentException if the tenant is unknown
     */
    public String mint(
            TenantId tenant,
            String documentId,
            List<String> scopes,
            String userJson,
            Optional<String> tokenId,
            Duration lifetime) {
        SigningKey key = tenants.find(tenant)
                .orElseThrow(() -> new IllegalArgumentException("unknown tenant " + tenant))
                .mintingKey();
        Instant now = clock.instant();
        StringWriter claims = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(claims)) {
            json.writeStartObject();
            json.writeStringField("documentId", documentId);
            json.writeFieldName("scopes");
            json.writeArray(scopes.toArray(String[]::new), 0, scopes.size());
            json.writeStringField("tenantId", tenant.value());
            json.writeFieldName("user");
            json.writeRawValue(userJson);
            json.writeNumberField("iat", now.getEpochSecond());
            json.writeNumberField("exp", now.plus(lifetime).getEpochSecond());
            json.writeStringField("ver", "1.0");
            json.writeStringField(
                    "jti", tokenId.orElseGet(() -> UUID.randomUUID().toString()));
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return key.sign(claims.toString());
    }
}
