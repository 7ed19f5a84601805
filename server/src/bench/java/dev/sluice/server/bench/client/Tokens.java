package dev.sluice.server.bench.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs the tokens that a service expects from applications: HS256 under the tenant's secret.
 *
 * <p>Safe for use by many threads.
 */
public final class Tokens {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final long LIFETIME_SECONDS = 3600;

    private Tokens() {}

    /**
     * Returns a token with every scope a client may ask for, valid for one hour.
     *
     * @param documentId the document it is for; empty to create one
     */
    public static String sign(ServiceAddress service, String documentId, String user) {
        long now = Instant.now().getEpochSecond();
        String claims = "{\"documentId\":\"" + documentId
                + "\",\"scopes\":[\"doc:read\",\"doc:write\",\"summary:write\"],\"tenantId\":\"" + service.tenant()
                + "\",\"user\":{\"id\":\"" + user + "\"},\"iat\":" + now + ",\"exp\":" + (now + LIFETIME_SECONDS)
                + ",\"ver\":\"1.0\"}";
        String signed = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + encode(claims);
        return signed + "." + BASE64.encodeToString(hmac(service.secret(), signed));
    }

    private static String encode(String json) {
        return BASE64.encodeToString(json.getBytes(UTF_8));
    }

    private static byte[] hmac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException("HmacSHA256 is missing from this JDK", everyJdkHasIt);
        }
    }
}
