package dev.sluice.driver.http;

import dev.sluice.driver.TokenProvider;
import dev.sluice.driver.TokenRequest;
import dev.sluice.driver.TokenRequest.Freshness;
import dev.sluice.driver.TokenRequest.Surface;
import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The tokens of one document, kept until one is refused. Safe for use by many threads. */
final class Tokens {
    private final TokenProvider provider;
    private final TenantId tenant;
    private final Optional<DocumentId> document;
    private final Map<Surface, String> known = new ConcurrentHashMap<>();

    Tokens(TokenProvider provider, TenantId tenant, Optional<DocumentId> document) {
        this.provider = provider;
        this.tenant = tenant;
        this.document = document;
    }

    TenantId tenant() {
        return tenant;
    }

    String token(Surface surface) {
        String token = known.get(surface);
        return token == null ? ask(surface, Freshness.ANY) : token;
    }

    /** Returns another token than the refused one. */
    String tokenAfter(Surface surface, String refused) {
        String token = known.get(surface);
        // Another thread may have been refused as well, and have a new one by now.
        return token == null || token.equals(refused) ? ask(surface, Freshness.NEW) : token;
    }

    private String ask(Surface surface, Freshness freshness) {
        String token = provider.token(new TokenRequest(tenant, document, surface, freshness));
        known.put(surface, token);
        return token;
    }
}
