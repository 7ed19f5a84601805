package dev.sluice.server.auth;

import dev.sluice.server.config.Secret;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;

/**
 * One HS256 key, which signs and checks signatures through the JWT library.
 *
 * <p>The library's own view of times is switched off: it asks the machine's clock, ours is an argument elsewhere. Its futures
 * are complete when it returns them, since nothing about HMAC needs waiting. Safe for use by many threads.
 */
final class SigningKey {
    private static final String ALGORITHM = "HS256";

    private final JWTAuth jwt;

    SigningKey(Secret secret) {
        JWTOptions anyTime = new JWTOptions().setIgnoreExpiration(true).setLeeway(Integer.MAX_VALUE);
        JWTAuthOptions options = new JWTAuthOptions()
                .addPubSecKey(new PubSecKeyOptions().setAlgorithm(ALGORITHM).setBuffer(secret.reveal()))
                .setJWTOptions(anyTime);
        // A Vertx is only used to read key stores from files, of which there are none.
        this.jwt = JWTAuth.create(null, options);
    }

    boolean hasSigned(String token) {
        return jwt.authenticate(new TokenCredentials(token)).succeeded();
    }

    /** Returns the token with exactly the given claims. */
    String sign(String claimsJson) {
        return jwt.generateToken(
                new JsonObject(claimsJson),
                new JWTOptions().setAlgorithm(ALGORITHM).setNoTimestamp(true));
    }
}
