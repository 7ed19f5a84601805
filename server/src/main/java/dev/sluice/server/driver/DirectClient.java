package dev.sluice.server.driver;

import dev.sluice.driver.ClientDescription;
import dev.sluice.driver.ConnectRequest;
import dev.sluice.driver.ConnectionMode;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonBoolean;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.server.auth.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What documents keep of a client inside the server, in the form in which they keep any other (SVC §3.4). Immutable.
 *
 * @param description what it says of itself
 * @param mode as asked for
 * @param scopes what it may do
 */
record DirectClient(ClientDescription description, ConnectionMode mode, Set<String> scopes) {

    private static final JsonObject USER = JsonObject.of("id", JsonValue.of("sluice-server"));

    /** A writer may summarize only if nobody works with it (SVC §2). */
    static DirectClient of(ConnectRequest request) {
        Set<String> scopes = new TreeSet<>(Set.of(Scope.DOC_READ));
        if (request.mode() == ConnectionMode.WRITE) {
            scopes.add(Scope.DOC_WRITE);
            if (!request.client().interactive()) {
                scopes.add(Scope.SUMMARY_WRITE);
            }
        }
        return new DirectClient(request.client(), request.mode(), scopes);
    }

    boolean maySummarize() {
        return scopes.contains(Scope.SUMMARY_WRITE);
    }

    RawJson detail() {
        JsonObject.Builder about = JsonObject.builder()
                .put(
                        "capabilities",
                        JsonObject.of("interactive", description.interactive() ? JsonBoolean.TRUE : JsonBoolean.FALSE))
                .put("environment", description.environment());
        description.type().ifPresent(type -> about.put("type", type));
        JsonObject detail = JsonObject.builder()
                .put("mode", mode.wireName())
                .put("details", about.build())
                .put("permission", JsonArray.EMPTY)
                .put("user", USER)
                .put("scopes", scopesJson())
                .build();
        return RawJson.of(detail.toJson());
    }

    RawJson claims(DocumentKey document) {
        JsonObject claims = JsonObject.builder()
                .put("documentId", document.document().value())
                .put("tenantId", document.tenant().value())
                .put("scopes", scopesJson())
                .put("user", USER)
                .put("ver", "1.0")
                .build();
        return RawJson.of(claims.toJson());
    }

    private JsonArray scopesJson() {
        List<JsonValue> names = new ArrayList<>();
        scopes.forEach(scope -> names.add(JsonValue.of(scope)));
        return new JsonArray(names);
    }
}
