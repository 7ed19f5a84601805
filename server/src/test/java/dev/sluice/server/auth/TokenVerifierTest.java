package dev.sluice.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.TenantId;
import dev.sluice.server.auth.Revocations.Journal;
import dev.sluice.server.auth.Revocations.Revocation;
import dev.sluice.server.auth.TokenCheck.Refused;
import dev.sluice.server.auth.TokenCheck.Verified;
import dev.sluice.server.config.Secret;
import dev.sluice.server.config.ServerConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenVerifierTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId DEVELOPER = new TenantId("tinylicious");
    private static final DocumentId DOC = new DocumentId("doc-1");
    private static final String USER = "{\"id\":\"u\",\"name\":\"Ünal\",\"extra\":{\"deep\":[1,2.50]}}";

    private Instant now = Instant.parse("2026-11-21T00:00:00Z");
    private final InstantSource clock = () -> now;
    private final ServerConfig.Security security = ServerConfig.of(
                    Map.of(
                            "tenant.acme.key1-env", "ONE",
                            "tenant.acme.key2-env", "TWO",
                            "tenant.lax.key1-env", "ONE",
                            "tenant.lax.enforce-expiry", "off"),
                    Map.of("ONE", "first key", "TWO", "second key"))
            .security();
    private final Tenants tenants = Tenants.of(security);
    private final Revocations revocations = new Revocations(clock, Journal.NONE);
    private final TokenVerifier verifier = new TokenVerifier(security, tenants, revocations, clock);
    private final RestAuthenticator rest = new RestAuthenticator(tenants, verifier);

    @Test
    void token_ofEitherKey_isVerified() {
        for (String key : List.of("first key", "second key")) {
            TokenClaims claims = verified(verifier.verify(ACME, DOC, sign(key, claims("acme", "doc-1", 3600))));
            assertThat(claims.scopes()).containsExactly(Scope.DOC_READ, Scope.DOC_WRITE);
            assertThat(claims.hasScope(Scope.DOC_WRITE)).isTrue();
            assertThat(claims.hasScope(Scope.SUMMARY_WRITE)).isFalse();
            assertThat(claims.expiresAt()).contains(now.plusSeconds(3600));
        }
    }

    @Test
    void user_withUnknownMembers_isKeptAsItStands() {
        TokenClaims claims = verified(verifier.verify(ACME, DOC, sign("first key", claims("acme", "doc-1", 60))));
        assertThat(claims.userJson()).isEqualTo(USER);
        assertThat(claims.json()).contains(USER).contains("\"unknown\":null");
    }

    @Test
    void signature_ofAnotherKey_isForbidden() {
        assertRefused(403, "Invalid token signature", verify(sign("third key", claims("acme", "doc-1", 60))));
    }

    @Test
    void signature_altered_isForbiddenAlsoAfterTheGoodOneWasSeen() {
        String good = sign("first key", claims("acme", "doc-1", 60));
        verified(verify(good));
        String other = sign("x", claims("acme", "doc-1", 61));
        String forged = other.substring(0, other.lastIndexOf('.')) + good.substring(good.lastIndexOf('.'));
        assertRefused(403, "Invalid token signature", verify(forged));
    }

    @Test
    void svc030_expiredToken_isUnauthorizedAlsoWhenRemembered() {
        String token = sign("first key", claims("acme", "doc-1", 60));
        verified(verify(token));
        now = now.plusSeconds(60);
        assertRefused(401, "Token expired", verify(token));
        assertRefused(401, "Token expired", rest.forDocument(ACME, DOC, "Basic " + token));
    }

    @Test
    void svc030_tokenOfAnotherTenantOrDocument_isForbidden() {
        String message = "DocumentId and/or TenantId in token claims do not match requested resource";
        assertRefused(403, message, verify(sign("first key", claims("lax", "doc-1", 60))));
        assertRefused(403, message, verify(sign("first key", claims("acme", "doc-2", 60))));
        String remembered = sign("first key", claims("acme", "doc-1", 60));
        verified(verify(remembered));
        assertRefused(403, message, verifier.verify(new TenantId("lax"), DOC, remembered));
        assertRefused(403, message, verifier.verify(ACME, new DocumentId("doc-2"), remembered));
    }

    @Test
    void svc043_missingToken_isForbidden() {
        assertRefused(403, "Must provide an authorization token", verifier.verify(ACME, DOC, null));
        assertRefused(403, "Must provide an authorization token", verifier.verify(ACME, DOC, ""));
        assertRefused(403, "Must provide an authorization token", verifier.verify(DEVELOPER, DOC, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "a.b", "a.b.c", "..", "a.b.c.d", "!.!.!", "e30.e30.", "e30.e30.e30"})
    void svc044_unreadableToken_isUnauthorized(String token) {
        assertRefused(401, "Invalid token", verify(token));
        assertRefused(401, "Invalid token", verifier.verify(DEVELOPER, DOC, token));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"none\"}",
                "{\"alg\":\"HS512\"}",
                "{\"alg\":\"RS256\"}",
                "{\"alg\":null}",
                "{}",
                "{\"alg\":\"HS256\",\"alg\":\"none\"}",
                "{\"alg\":\"HS256\",\"crit\":[\"b64\"]}"
            })
    void algorithm_otherThanHs256_isUnauthorized(String header) {
        String good = sign("first key", claims("acme", "doc-1", 60));
        String forged = encode(header) + good.substring(good.indexOf('.'));
        assertRefused(401, "Invalid token", verify(forged));
        assertRefused(401, "Invalid token", verify(forged.substring(0, forged.lastIndexOf('.') + 1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"tenantId\":\"tinylicious\",\"scopes\":[\"doc:read\"]}",
                "{\"tenantId\":1,\"documentId\":\"doc-1\",\"scopes\":[\"doc:read\"]}",
                "{\"tenantId\":\"tinylicious\",\"documentId\":\"doc-1\",\"scopes\":\"doc:read\"}",
                "{\"tenantId\":\"tinylicious\",\"documentId\":\"doc-1\",\"scopes\":[1]}",
                "{\"tenantId\":\"tinylicious\",\"documentId\":\"doc-1\",\"scopes\":[\"doc:read\"],\"user\":\"me\"}",
                "{\"tenantId\":\"tinylicious\",\"documentId\":\"doc-1\",\"scopes\":[\"doc:read\"],\"exp\":\"soon\"}",
                "{\"tenantId\":\"tinylicious\",\"documentId\":\"doc-1\",\"scopes\":[\"doc:read\"],\"exp\":1e300}",
                "[]",
                "{\"tenantId\":\"tinylicious\"",
                "{\"tenantId\":\"tinylicious\",\"documentId\":\"doc-1\",\"scopes\":[\"doc:read\"]} {}"
            })
    void claims_malformed_areUnauthorized(String claims) {
        String token = encode("{\"alg\":\"HS256\"}") + "." + encode(claims) + ".AAAA";
        assertRefused(401, "Invalid token", verifier.verify(DEVELOPER, DOC, token));
    }

    @Test
    void svc045_tokenWithoutScopes_isForbidden() {
        String none = claims("acme", "doc-1", 60).replace("[\"doc:read\",\"doc:write\"]", "[]");
        String missing = claims("acme", "doc-1", 60).replace("\"scopes\":[\"doc:read\",\"doc:write\"],", "");
        assertRefused(403, "Missing scopes in token claims", verify(sign("first key", none)));
        assertRefused(403, "Missing scopes in token claims", verify(sign("first key", missing)));
    }

    @Test
    void lifetime_overTheLimit_isForbiddenWhereExpiryIsEnforced() {
        String lasting = claims("acme", "doc-1", 3601);
        assertRefused(403, "Token lifetime is longer than this tenant allows", verify(sign("first key", lasting)));
        String hidden = lasting.replace("\"iat\":" + now.getEpochSecond() + ",", "");
        assertRefused(403, "Token lifetime is longer than this tenant allows", verify(sign("first key", hidden)));
        String endless = claims("acme", "doc-1", 60).replaceAll("\"exp\":[0-9]+,", "");
        assertRefused(403, "Token has no expiry, which this tenant requires", verify(sign("first key", endless)));
        TenantId lax = new TenantId("lax");
        verified(verifier.verify(lax, DOC, sign("first key", endless.replace("acme", "lax"))));
        verified(verifier.verify(lax, DOC, sign("first key", lasting.replace("acme", "lax"))));
    }

    @Test
    void svc094_revokedToken_isForbiddenWithItsCode() {
        String token = sign("first key", claims("acme", "doc-1", 60));
        verified(verify(token));
        List<Revocation> told = new ArrayList<>();
        revocations.onRevoked(told::add);
        Revocation revocation = new Revocation(ACME, "token-1", now.plusSeconds(60));
        revocations.revoke(revocation);
        Refused refused = assertRefused(403, "Token has been revoked", verify(token));
        assertThat(refused.internalErrorCode()).contains("TokenRevoked");
        assertThat(told).containsExactly(revocation);
        assertThat(revocations.isRevoked(new TenantId("lax"), "token-1")).isFalse();
    }

    @Test
    void svc094_revocation_outlivesEveryTokenItMayBeFor() {
        Duration hour = Duration.ofHours(1);
        assertThat(tenants.lastExpiry(ACME, now, hour)).isEqualTo(now.plus(hour));
        for (TenantId endless : List.of(new TenantId("lax"), DEVELOPER)) {
            Instant until = tenants.lastExpiry(endless, now, hour);
            revocations.revoke(new Revocation(endless, "token-1", until));
            String token = sign("first key", claims(endless.value(), "doc-1", 100_000));

            now = now.plus(hour).plusSeconds(1);
            revocations.revoke(new Revocation(ACME, "another", now.plus(hour)));

            assertRefused(403, "Token has been revoked", verifier.verify(endless, DOC, token));
        }
    }

    @Test
    void svc094_revocation_ofAJournal_isRememberedUntilItExpires() {
        Revocation live = new Revocation(ACME, "live", now.plusSeconds(1));
        Revocation over = new Revocation(ACME, "over", now.minusSeconds(1));
        Revocations restored = new Revocations(clock, new Journal() {
            @Override
            public List<Revocation> load() {
                return List.of(live, over);
            }

            @Override
            public void append(Revocation revocation) {}
        });
        assertThat(restored.isRevoked(ACME, "live")).isTrue();
        assertThat(restored.isRevoked(ACME, "over")).isFalse();
    }

    @Test
    void developerTenant_anySecret_isAcceptedWhileTokenMatches() {
        verified(verifier.verify(DEVELOPER, DOC, sign("whatever", claims("tinylicious", "doc-1", 60))));
        verified(verifier.verify(DEVELOPER, DOC, sign("other", claims("tinylicious", "doc-1", 99_999))));
        TokenCheck mismatch = verifier.verify(DEVELOPER, DOC, sign("x", claims("local", "doc-1", 60)));
        assertThat(mismatch).isEqualTo(Refused.MISMATCH);
        TokenCheck expired = verifier.verify(DEVELOPER, DOC, sign("x", claims("tinylicious", "doc-1", -1)));
        assertRefused(401, "Token expired", expired);
    }

    @Test
    void developerTenant_givenKeys_isStrict() {
        ServerConfig.Security strict = ServerConfig.of(
                        Map.of("tenant.tinylicious.key1-env", "ONE"), Map.of("ONE", "first key"))
                .security();
        Tenants known = Tenants.of(strict);
        TokenVerifier strictVerifier = new TokenVerifier(strict, known, revocations, clock);
        String claims = claims("tinylicious", "doc-1", 60);
        assertRefused(403, "Invalid token signature", strictVerifier.verify(DEVELOPER, DOC, sign("12345", claims)));
        verified(strictVerifier.verify(DEVELOPER, DOC, sign("first key", claims)));
        assertThat(known.isDeveloper(DEVELOPER)).isFalse();
        assertThat(known.isDeveloper(new TenantId("local"))).isTrue();
        assertRefused(
                403,
                "Must provide an authorization token",
                new RestAuthenticator(known, strictVerifier).forTenant(DEVELOPER, null));
    }

    @Test
    void tenant_unknown_isForbidden() {
        assertRefused(403, "Unknown tenant", verifier.verify(new TenantId("nobody"), DOC, "a.b.c"));
    }

    @Test
    void rest_withoutHeader_isAllowedToDeveloperTenantsAlone() {
        assertThat(verified(rest.forDocument(DEVELOPER, DOC, null)).scopes()).isEqualTo(Scope.USER);
        assertThat(verified(rest.forTenant(DEVELOPER, " ")).tenant()).isEqualTo(DEVELOPER);
        String emptyPair = "Basic " + base64("tinylicious:");
        assertThat(verified(rest.forCreate(DEVELOPER, Optional.empty(), emptyPair))
                        .documentId())
                .isEmpty();
        assertRefused(403, "Must provide an authorization token", rest.forDocument(ACME, DOC, null));
        assertRefused(401, "Invalid token", rest.forDocument(DEVELOPER, DOC, "Basic nonsense"));
    }

    @Test
    void svc031_bothEncodings_areUnderstood() {
        String token = sign("first key", claims("acme", "doc-1", 60));
        verified(rest.forDocument(ACME, DOC, "Basic " + token));
        verified(rest.forDocument(ACME, DOC, "Basic " + base64("acme:" + token)));
        verified(rest.forDocument(ACME, DOC, "basic " + base64("acme:" + token)));
        verified(rest.forDocument(ACME, DOC, "Bearer " + token));
        assertThat(rest.forDocument(ACME, DOC, "Basic " + base64("lax:" + token)))
                .isEqualTo(Refused.MISMATCH);
        assertRefused(401, "Invalid token", rest.forDocument(ACME, DOC, "Digest " + token));
    }

    @Test
    void create_tokenWithoutDocument_isAcceptedAndOneForAnotherIsNot() {
        String open = sign("first key", claims("acme", "", 60));
        verified(verifier.verifyForCreate(ACME, Optional.empty(), open));
        verified(verifier.verifyForCreate(ACME, Optional.of(DOC), open));
        String named = sign("first key", claims("acme", "doc-1", 60));
        verified(verifier.verifyForCreate(ACME, Optional.of(DOC), named));
        assertThat(verifier.verifyForCreate(ACME, Optional.empty(), named)).isEqualTo(Refused.MISMATCH);
        assertThat(verifier.verify(ACME, DOC, open)).isEqualTo(Refused.MISMATCH);
    }

    @Test
    void creationProof_ofARequest_keepsUserAndIdAndPermitsNothing() throws Exception {
        TokenMinter minter = new TokenMinter(tenants, clock);
        TokenClaims request = verified(verifier.verifyForTenant(ACME, sign("first key", claims("acme", "", 60))));
        String proof = minter.creationProof(request, DOC);
        TokenClaims claims = ClaimsCodec.decode(proof);
        assertThat(claims.userJson()).isEqualTo(USER.replace("2.50", "2.5"));
        assertThat(claims.tokenId()).contains("token-1");
        assertThat(claims.documentId()).isEqualTo("doc-1");
        assertThat(claims.expiresAt()).contains(now.plus(Duration.ofMinutes(5)));
        assertRefused(403, "Missing scopes in token claims", verify(proof));
    }

    @Test
    void mintedToken_withScopes_isVerified() {
        TokenMinter minter = new TokenMinter(tenants, clock);
        String token = minter.mint(ACME, "doc-1", Scope.USER, USER, Optional.empty(), Duration.ofMinutes(1));
        TokenClaims claims = verified(verify(token));
        assertThat(claims.scopes()).isEqualTo(Scope.USER);
        assertThat(claims.tokenId()).isPresent();
    }

    @Test
    void credentials_printed_hideTheToken() {
        assertThat(Credentials.parse("Basic a.b.c").toString()).doesNotContain("a.b.c");
    }

    private TokenCheck verify(@Nullable String token) {
        return verifier.verify(ACME, DOC, token);
    }

    private static TokenClaims verified(TokenCheck check) {
        assertThat(check).isInstanceOf(Verified.class);
        return ((Verified) check).claims();
    }

    private static Refused assertRefused(int status, String message, TokenCheck check) {
        assertThat(check).isInstanceOf(Refused.class);
        Refused refused = (Refused) check;
        assertThat(refused.message()).isEqualTo(message);
        assertThat(refused.status()).isEqualTo(status);
        return refused;
    }

    private String claims(String tenant, String document, long lifetimeSeconds) {
        long issued = now.getEpochSecond();
        return "{\"documentId\":\"" + document + "\",\"scopes\":[\"doc:read\",\"doc:write\"],\"tenantId\":\"" + tenant
                + "\",\"user\":" + USER + ",\"iat\":" + issued + ",\"exp\":" + (issued + lifetimeSeconds)
                + ",\"ver\":\"1.0\",\"jti\":\"token-1\",\"unknown\":null}";
    }

    /** Signs with the platform alone, so that the library is not its own witness. */
    private static String sign(String key, String claims) {
        String signed = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + encode(claims);
        try {
            var mac = javax.crypto.Mac.getInstance("HmacSHA256");
            mac.init(new javax.crypto.spec.SecretKeySpec(
                    new Secret(key).reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (java.security.GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String encode(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
