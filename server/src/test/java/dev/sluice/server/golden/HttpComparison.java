package dev.sluice.server.golden;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.golden.AllowedDifference.Body;
import dev.sluice.server.golden.AllowedDifference.OtherAnswer;

/** Holds the answer to one request against the recorded one. Confined to the replay's thread. */
final class HttpComparison {

    private static final String NO_ORIGIN = "absent";

    private final Comparison comparison;
    private final Row.HttpRequest request;
    private final Trees trees;
    private final LiveLog log;

    HttpComparison(Comparison comparison, Row.HttpRequest request, Trees trees, LiveLog log) {
        this.comparison = comparison;
        this.request = request;
        this.trees = trees;
        this.log = log;
    }

    /** Compares with one of the other answers that are allowed to this request. */
    void other(OtherAnswer allowed, Row.HttpAnswer recorded, Answer got) {
        comparison.learn(recorded.body(), got.body());
        if (!allowed.statuses().contains(got.status())) {
            comparison.differ("status", "one of " + allowed.statuses(), got.status() + " " + got.text());
        } else if (allowed.body() == Body.ERROR && got.status() >= 400) {
            error(got.body());
        }
    }

    private void error(JsonNode body) {
        if (body.isArray() && body.isEmpty()) {
            return;
        }
        comparison.equal("body.message is text", true, body.path("message").isTextual());
        comparison.equal("body has a stack", false, body.has("stack"));
    }

    void as(Row.HttpAnswer recorded, Answer got) {
        if (recorded.status() != got.status()) {
            comparison.differ("status", recorded.status() + " " + recorded.body(), got.status() + " " + got.text());
            return;
        }
        comparison.equal("content-type", Answer.mediaType(recorded.headers()), Answer.mediaType(got.headers()));
        comparison.equal("cacheable", Answer.isCacheable(recorded.headers()), Answer.isCacheable(got.headers()));
        String origin = origin(recorded.headers());
        if (!origin.equals(NO_ORIGIN) || !comparison.profile().allowsExtraCorsHeader()) {
            comparison.equal("access-control-allow-origin", origin, origin(got.headers()));
        }
        if (recorded.status() < 300) {
            body(recorded.body(), got.body());
        } else {
            comparison.value("body", recorded.body(), got.body());
        }
    }

    private static String origin(java.util.Map<String, String> headers) {
        return headers.getOrDefault("access-control-allow-origin", NO_ORIGIN);
    }

    private void body(JsonNode recorded, JsonNode got) {
        if (recorded.isMissingNode()
                || (recorded.isTextual() && recorded.textValue().startsWith("118:0{"))) {
            return;
        }
        switch (Route.of(request)) {
            case CREATE -> created(recorded, got);
            case DELTAS -> new DeltasComparison(comparison, log).compare(request, recorded, got);
            case BLOB_READ, BLOB_WRITE, TREE_READ, TREE_WRITE, COMMIT_READ, COMMIT_LIST ->
                new GitComparison(comparison, trees).compare(request, recorded, got);
            case REF, DOCUMENT -> comparison.value("body", recorded, got);
            case SUMMARY_READ, OTHER -> other(recorded, got);
        }
    }

    private void other(JsonNode recorded, JsonNode got) {
        if (recorded.isTextual() && got.isTextual() && recorded.textValue().startsWith("0{")) {
            comparison.value(
                    "body",
                    Packet.parse(recorded.textValue()).json(),
                    Packet.parse(got.textValue()).json());
        } else {
            comparison.value("body", recorded, got);
        }
    }

    private void created(JsonNode recorded, JsonNode got) {
        if (recorded.isTextual() && got.isTextual()) {
            comparison.name("body", recorded.textValue(), got.textValue());
        } else if (recorded.isTextual() && got.isObject() && allowsObject()) {
            comparison.name("body.id", recorded.textValue(), got.path("id").asText());
        } else {
            comparison.value("body", recorded, got);
        }
    }

    private boolean allowsObject() {
        JsonNode asked = request.meantBody();
        return asked != null
                && (asked.path("enableDiscovery").asBoolean()
                        || asked.path("generateToken").asBoolean())
                && comparison.profile().allows(AllowedDifference.CreatedObject.class);
    }
}
