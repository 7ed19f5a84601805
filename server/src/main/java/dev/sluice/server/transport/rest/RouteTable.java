package dev.sluice.server.transport.rest;

import dev.sluice.server.transport.rest.RestListener.RouteListener;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the route of a request.
 *
 * <p>Vert.x routes by the method of the HTTP request, forgets query and response headers when it is told to route again, and
 * decodes paths its own way. The method of a RestLess request is known only once its body has begun, and document ids are
 * decoded path segments; hence a table of our own. Immutable.
 */
final class RouteTable {
    private static final String STORAGE = "repos";

    private final Map<HttpMethod, List<Entry>> routes = new HashMap<>();

    RouteTable(List<Route> routes, RestListener listener) {
        for (Route route : routes) {
            this.routes
                    .computeIfAbsent(route.method(), method -> new ArrayList<>())
                    .add(new Entry(route, listener.route(route.label())));
        }
    }

    /** A route and who is told of its requests. Immutable. */
    private record Entry(Route route, RouteListener listener) {}

    /** A route, who is told of its requests, and the values of its named segments, decoded. Immutable. */
    record Match(Route route, RouteListener listener, Map<String, String> parameters) {}

    /**
     * Finds a route by decoded segments.
     *
     * <p>Storage routes may have one more segment before the tenant, which is ignored.
     */
    Optional<Match> find(HttpMethod method, List<String> segments) {
        List<Entry> candidates = routes.getOrDefault(method, List.of());
        Optional<Match> found = find(candidates, segments);
        if (found.isPresent() || segments.size() < 3 || !segments.get(0).equals(STORAGE)) {
            return found;
        }
        List<String> withoutOwner = new ArrayList<>(segments);
        withoutOwner.remove(1);
        return find(candidates, withoutOwner);
    }

    private static Optional<Match> find(List<Entry> candidates, List<String> segments) {
        for (Entry candidate : candidates) {
            Optional<Match> match = match(candidate, segments);
            if (match.isPresent()) {
                return match;
            }
        }
        return Optional.empty();
    }

    private static Optional<Match> match(Entry entry, List<String> segments) {
        List<String> pattern = entry.route().pattern();
        boolean hasTail = pattern.get(pattern.size() - 1).endsWith("*}");
        if (hasTail ? segments.size() < pattern.size() : segments.size() != pattern.size()) {
            return Optional.empty();
        }
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < pattern.size(); i++) {
            String expected = pattern.get(i);
            if (expected.endsWith("*}")) {
                parameters.put(expected.substring(1, expected.length() - 2), joined(segments, i));
            } else if (expected.startsWith("{")) {
                parameters.put(expected.substring(1, expected.length() - 1), segments.get(i));
            } else if (!expected.equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(new Match(entry.route(), entry.listener(), parameters));
    }

    private static String joined(List<String> segments, int from) {
        return String.join("/", segments.subList(from, segments.size()));
    }
}
