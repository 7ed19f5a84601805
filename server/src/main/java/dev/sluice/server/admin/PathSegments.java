package dev.sluice.server.admin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Names in trees, which clients encode as JavaScript's {@code encodeURIComponent} does. */
final class PathSegments {
    private PathSegments() {}

    /** Returns the decoded name, or the name itself where it is not well-formed. */
    static String decode(String name) {
        try {
            return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return name;
        }
    }
}
