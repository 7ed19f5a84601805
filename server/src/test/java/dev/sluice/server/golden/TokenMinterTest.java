package dev.sluice.server.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import org.junit.jupiter.api.Test;

final class TokenMinterTest {

    private static final long NOW = 2_000_000_000L;

    private final TokenMinter minter = new TokenMinter(InstantSource.fixed(Instant.ofEpochSecond(NOW)));

    private static JsonNode claims(String token) {
        byte[] claims = Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
        return Json.parse(new String(claims, StandardCharsets.UTF_8));
    }

    @Test
    void remint_recordedClaims_keepsAllButTheTimes() {
        JsonNode recorded = Json.parse("{\"documentId\":\"d\",\"user\":{\"id\":\"u\"},\"iat\":100,\"exp\":3700}");
        JsonNode claims = claims(minter.remint(recorded, TokenMinter.TENANT_SECRET));
        assertThat(claims)
                .isEqualTo(Json.parse(
                        "{\"documentId\":\"d\",\"user\":{\"id\":\"u\"},\"iat\":2000000000,\"exp\":2000003600}"));
    }

    @Test
    void remint_expiredToken_staysExpired() {
        JsonNode claims = claims(minter.remint(Json.parse("{\"iat\":1000,\"exp\":900}"), TokenMinter.TENANT_SECRET));
        assertThat(claims.get("exp").asLong()).isEqualTo(NOW - 100);
    }

    @Test
    void remint_foreignSecret_changesTheSignatureOnly() {
        JsonNode recorded = Json.parse("{\"iat\":1,\"exp\":2}");
        String good = minter.remint(recorded, TokenMinter.TENANT_SECRET);
        String foreign = minter.remint(recorded, TokenMinter.FOREIGN_SECRET);
        assertThat(foreign).isNotEqualTo(good);
        assertThat(foreign.substring(0, foreign.lastIndexOf('.'))).isEqualTo(good.substring(0, good.lastIndexOf('.')));
    }

    @Test
    void fillTokens_storageAuthorization_isEncodedAsAWhole() {
        assertThat(Placeholders.fillTokens("Basic <base64(t:<jwt:3>)> <jwt:4>", name -> "token" + name.charAt(5)))
                .isEqualTo("Basic " + Placeholders.storageCredentials("t", "token3") + " token4");
    }
}
