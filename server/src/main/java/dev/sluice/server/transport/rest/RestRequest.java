package dev.sluice.server.transport.rest;

import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;
import dev.sluice.server.auth.TokenClaims;
import io.vertx.core.MultiMap;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request as handlers see it: plain and enveloped ones look the same.
 *
 * <p>Confined to its event loop. Accessors refuse malformed input with a {@link RestException}.
 */
final class RestRequest {
    private final Map<String, String> parameters;
    private final QueryString query;
    private final MultiMap headers;
    private final RequestBody body;
    private final Supplier<URI> base;
    private @Nullable TokenClaims claims;

    /**
     * Creates a request.
     *
     * @param parameters the named segments of the path, decoded
     * @param base scheme and host as the client used them; most requests do not ask
     */
    RestRequest(
            Map<String, String> parameters, QueryString query, MultiMap headers, RequestBody body, Supplier<URI> base) {
        this.parameters = parameters;
        this.query = query;
        this.headers = headers;
        this.body = body;
        this.base = base;
    }

    void authorized(TokenClaims by) {
        claims = by;
    }

    /** Returns what the token says; routes that need no token must not ask. */
    TokenClaims claims() {
        if (claims == null) {
            throw new IllegalStateException("the route takes no token");
        }
        return claims;
    }

    TenantId tenant() {
        return tenantId(parameter("tenant"));
    }

    DocumentKey document() {
        return new DocumentKey(tenant(), documentId(parameter("id")));
    }

    /** Returns the document the token is for, if it is for one. */
    Optional<DocumentKey> documentOfToken() {
        String named = claims().documentId();
        return named.isEmpty() ? Optional.empty() : Optional.of(new DocumentKey(tenant(), documentId(named)));
    }

    String parameter(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalStateException("the route has no segment named " + name);
        }
        return value;
    }

    GitId sha() {
        return gitId(parameter("sha"));
    }

    Optional<String> query(String name) {
        return query.value(name);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    RequestBody body() {
        return body;
    }

    /** Scheme and host as the client used them. */
    URI base() {
        return base.get();
    }

    static TenantId tenantId(String text) {
        try {
            return new TenantId(text);
        } catch (IllegalArgumentException refused) {
            throw RestException.badRequest(String.valueOf(refused.getMessage()));
        }
    }

    static DocumentId documentId(String text) {
        try {
            return new DocumentId(text);
        } catch (IllegalArgumentException refused) {
            throw RestException.badRequest(String.valueOf(refused.getMessage()));
        }
    }

    static GitId gitId(String text) {
        try {
            return GitId.parse(text);
        } catch (IllegalArgumentException refused) {
            throw RestException.badRequest(String.valueOf(refused.getMessage()));
        }
    }
}
