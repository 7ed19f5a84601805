package dev.sluice.client;

import dev.sluice.driver.TokenProvider;
import dev.sluice.driver.TokenRequest;
import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs tokens where the application runs, with a tenant's key (RFC 7519, HS256). For development and for services that trust
 * their applications: whoever has the key may do anything. Safe for use by many threads.
 *
 * @since 0.1
 */
public final class InsecureTokens implements TokenProvider {
    private static final long LIFETIME_SECONDS = 3600;
    private static final JsonArray SCOPES =
            JsonArray.of(JsonValue.of("doc:read"), JsonValue.of("doc:write"), JsonValue.of("summary:write"));

    private final byte[] key;
    private final String userId;
    private final String userName;
    private final InstantSource clock;

    /** Signs with a key, for a user with a random id and a name. */
    public InsecureTokens(String key, String userName) {
        this(key, UUID.randomUUID().toString(), userName, InstantSource.system());
    }

    /** Signs with a key, for a user. */
    public InsecureTokens(String key, String userId, String userName, InstantSource clock) {
        this.key = key.getBytes(StandardCharsets.UTF_8);
        this.userId = userId;
        this.userName = userName;
        this.clock = clock;
    }

    @Override
    public String token(TokenRequest request) {
        Instant now = clock.instant();
        JsonObject claims = JsonObject.builder()
                .put("documentId", request.document().map(DocumentId::value).orElse(""))
                .put("scopes", SCOPES)
                .put("tenantId", request.tenant().value())
                .put(
                        "user",
                        JsonObject.builder()
                                .put("id", userId)
                                // Tinylicious' own clients refuse documents in which somebody has no name.
                                .put("name", userName)
                                .build())
                .put("iat", now.getEpochSecond())
                .put("exp", now.getEpochSecond() + LIFETIME_SECONDS)
                .put("ver", "1.0")
                .put("jti", UUID.randomUUID().toString())
                .build();
        String signed = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + base64(claims.toJson());
        return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature(signed));
    }

    private static String base64(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] signature(String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform has HmacSHA256", missing);
        }
    }
}
