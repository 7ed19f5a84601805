package dev.sluice.driver.http;

import dev.sluice.driver.TokenRequest.Surface;
import dev.sluice.protocol.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * How tokens are shown in REST calls.
 *
 * @since 0.1
 */
public enum AuthScheme {
    /** As Fluid's clients do: the bare token to the orderer, tenant and token in base64 to the storage (SVC §1.3). */
    BASIC,
    /** {@code Bearer} and the token, to both. */
    BEARER;

    String header(Surface surface, TenantId tenant, String token) {
        if (this == BEARER) {
            return "Bearer " + token;
        }
        return switch (surface) {
            case ORDERER -> "Basic " + token;
            case STORAGE ->
                "Basic " + Base64.getEncoder().encodeToString((tenant + ":" + token).getBytes(StandardCharsets.UTF_8));
        };
    }
}
