package dev.sluice.server.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs tokens (HS256). Immutable. */
final class TokenMinter {

    /** The tenant of every recording. */
    static final String TENANT = "tinylicious";

    /** The secret of that tenant. */
    static final String TENANT_SECRET = "12345";

    /** A secret no tenant has. */
    static final String FOREIGN_SECRET = "54321";

    private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
    private static final long LIFETIME_S = 3600;

    private final InstantSource clock;

    TokenMinter(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * A token with the recorded claims, issued now and with the recorded lifetime. A token that had expired when it
     * was issued is issued so long ago that it is as expired now.
     */
    String remint(JsonNode recorded, String secret) {
        ObjectNode claims = recorded.deepCopy();
        long issued = clock.instant().getEpochSecond();
        claims.put(
                "exp",
                issued + recorded.get("exp").asLong() - recorded.get("iat").asLong());
        claims.put("iat", issued);
        return sign(claims, secret);
    }

    /** A token of the harness's own for one document. */
    String mint(String document) {
        long issued = clock.instant().getEpochSecond();
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        claims.put("documentId", document);
        claims.putArray("scopes").add("doc:read").add("doc:write").add("summary:write");
        claims.put("tenantId", TENANT);
        claims.putObject("user").put("id", "golden");
        claims.put("iat", issued).put("exp", issued + LIFETIME_S).put("ver", "1.0");
        return sign(claims, TENANT_SECRET);
    }

    private static String sign(JsonNode claims, String secret) {
        String signed = base64(HEADER) + "." + base64(claims.toString());
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
