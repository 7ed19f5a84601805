package dev.sluice.server.transport.deltastream;

import static dev.sluice.server.transport.deltastream.StreamSocket.JSON;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A token that an application gives its user, or one that somebody tampered with. Immutable. */
record TestToken(ObjectNode claims, String key) {
    static final List<String> USER = List.of("doc:read", "doc:write", "summary:write");

    /** What tinylicious-client signs with. */
    private static final String WELL_KNOWN_KEY = "12345";

    static TestToken of(String tenant, String document, String... scopes) {
        return of(tenant, document, List.of(scopes));
    }

    static TestToken of(String tenant, String document, List<String> scopes) {
        long now = Instant.now().getEpochSecond();
        ObjectNode claims = JSON.createObjectNode();
        claims.put("documentId", document).put("tenantId", tenant).put("ver", "1.0");
        claims.put("iat", now).put("exp", now + 3600);
        claims.putObject("user").put("id", "u-1").put("name", "Ada").put("team", "engines");
        scopes.forEach(claims.putArray("scopes")::add);
        return new TestToken(claims, WELL_KNOWN_KEY);
    }

    TestToken signedWith(String other) {
        return new TestToken(claims, other);
    }

    TestToken with(Consumer<ObjectNode> change) {
        ObjectNode changed = claims.deepCopy();
        change.accept(changed);
        return new TestToken(changed, key);
    }

    /** Expires in about the given time: tokens know whole seconds only. */
    TestToken expiringIn(Duration time) {
        return with(changed -> changed.put("exp", Instant.now().plus(time).getEpochSecond()));
    }

    String text() {
        String signed = part("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + part(claims.toString());
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return signed + "." + part(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String part(String text) {
        return part(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String part(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
