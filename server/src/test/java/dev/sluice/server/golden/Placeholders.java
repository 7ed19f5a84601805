package dev.sluice.server.golden;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Fills in what the recording left out of its rows: long runs of one letter, tokens, storage authorization. */
final class Placeholders {

    private static final Pattern RUN = Pattern.compile("<x\\*(\\d+)>");
    private static final Pattern ENCODED = Pattern.compile("<base64\\(([^:()]*):(<jwt:\\d+>)\\)>");
    private static final Pattern TOKEN = Pattern.compile("<jwt:\\d+>");

    private Placeholders() {}

    static String expandRuns(String text) {
        return RUN.matcher(text).replaceAll(run -> "x".repeat(Integer.parseInt(run.group(1))));
    }

    /** {@code text} with every token put in; {@code tokens} maps a name such as {@code <jwt:1>} to a token. */
    static String fillTokens(String text, UnaryOperator<String> tokens) {
        String encoded = ENCODED.matcher(text)
                .replaceAll(match -> storageCredentials(match.group(1), tokens.apply(match.group(2))));
        return TOKEN.matcher(encoded).replaceAll(match -> tokens.apply(match.group()));
    }

    static String storageCredentials(String tenant, String token) {
        byte[] plain = (tenant + ":" + token).getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(plain);
    }
}
