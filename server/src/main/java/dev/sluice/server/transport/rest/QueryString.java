package dev.sluice.server.transport.rest;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a URL.
 *
 * <p>Current drivers encode values twice, so values are decoded once more where that is possible (SVC §1.1). Of a name that
 * occurs twice the first value counts. Immutable.
 */
final class QueryString {
    private final Map<String, String> values = new HashMap<>();

    QueryString(@Nullable String text) {
        if (text == null) {
            return;
        }
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            values.putIfAbsent(decodeForm(name), decodeAgain(decodeForm(value)));
        }
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    private static String decodeForm(String text) {
        String spaced = text.replace('+', ' ');
        return PercentCoding.decode(spaced).orElse(spaced);
    }

    private static String decodeAgain(String value) {
        return PercentCoding.decode(value).orElse(value);
    }
}
