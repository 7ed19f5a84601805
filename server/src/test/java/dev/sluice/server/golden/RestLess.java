package dev.sluice.server.golden;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encodes a request as drivers do to spare browsers the preflight: method, headers and body become form fields. */
final class RestLess {

    static final String CONTENT_TYPE = "application/x-www-form-urlencoded;restless";

    private RestLess() {}

    static String form(String method, List<String> headers, @Nullable String body) {
        StringBuilder form = new StringBuilder(field("method", method));
        headers.forEach(header -> form.append('&').append(field("header", header)));
        if (body != null) {
            form.append('&').append(field("body", body));
        }
        return form.toString();
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String field(String name, String value) {
        return name + "=" + encode(value);
    }
}
