package dev.sluice.server.auth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an {@code Authorization} header holds, in any of the encodings in use (SVC §1.3). Immutable.
 *
 * @param tenant the tenant, where the encoding names one
 * @param token the token; empty if the header is missing or holds none
 */
public record Credentials(Optional<String> tenant, String token) {
    private static final Credentials NONE = new Credentials(Optional.empty(), "");

    /**
     * Reads {@code Basic <jwt>}, {@code Basic base64(<tenant>:<jwt>)} and {@code Bearer <jwt>}.
     *
     * <p>Anything else yields itself as a token, which will then not decode.
     *
     * @param header the header's value, or {@code null} if the request has none
     */
    public static Credentials parse(@Nullable String header) {
        String text = header == null ? "" : header.strip();
        if (text.isEmpty()) {
            return NONE;
        }
        int space = text.indexOf(' ');
        String scheme = space < 0 ? text : text.substring(0, space);
        String value = space < 0 ? "" : text.substring(space + 1).strip();
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "bearer" -> new Credentials(Optional.empty(), value);
            case "basic" -> parseBasic(value);
            default -> new Credentials(Optional.empty(), text);
        };
    }

    /** A JWT has dots, which base64 never has. */
    private static Credentials parseBasic(String value) {
        if (value.indexOf('.') >= 0) {
            return new Credentials(Optional.empty(), value);
        }
        String pair = decode(value);
        int colon = pair.indexOf(':');
        return colon < 0
                ? new Credentials(Optional.empty(), value)
                : new Credentials(Optional.of(pair.substring(0, colon)), pair.substring(colon + 1));
    }

    private static String decode(String value) {
        try {
            String standard = value.replace('-', '+').replace('_', '/');
            return new String(Base64.getDecoder().decode(standard), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }

    @Override
    public String toString() {
        return "Credentials[tenant=" + tenant + ", token=(secret)]";
    }
}
