package dev.sluice.server.transport.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.server.auth.Scope;
import dev.sluice.server.config.Limit;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.Transaction;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Deleting documents, revoking tokens, and signals of the service (SVC §1.12). Safe for use by many event loops. */
final class AdminRoutes {
    private static final String DELETED = "document deleted";

    private final StoreAccess store;
    private final RestServices services;
    private final RestSettings settings;
    private final JsonFactory json;

    AdminRoutes(StoreAccess store, RestServices services, RestSettings settings, JsonFactory json) {
        this.store = store;
        this.services = services;
        this.settings = settings;
        this.json = json;
    }

    List<Route> routes() {
        Access signal = Access.document(Scope.DOC_WRITE);
        return List.of(
                administer(
                        HttpMethod.DELETE,
                        "/documents/{tenant}/document/{id}",
                        Access.document(Scope.DOC_DELETE),
                        request -> delete(request.document(), settings.deletionRetention())),
                administer(
                        HttpMethod.DELETE,
                        "/repos/{tenant}/git/summaries",
                        Access.tenant(Scope.DOC_DELETE),
                        this::deleteSummaries),
                administer(
                        HttpMethod.POST,
                        "/documents/{tenant}/document/{id}/revokeToken",
                        Access.document(Scope.TOKEN_REVOKE),
                        this::revoke),
                administer(HttpMethod.POST, "/{tenant}/{id}/broadcast-signal", signal, this::signal),
                administer(HttpMethod.POST, "/api/v1/{tenant}/{id}/broadcast-signal", signal, this::signal));
    }

    private static Route administer(HttpMethod method, String path, Access access, Route.Handler handler) {
        return Route.of(method, path, access, handler);
    }

    /** The row goes first: whoever is disconnected and comes back at once must already find nothing. */
    private Future<Reply> delete(DocumentKey key, Duration retention) {
        store.lookUp(view -> Versions.requireLive(key, view));
        Mutation delete =
                new Mutation.DeleteDocument(key, services.clock().instant().plus(retention));
        return store.write(Transaction.of(delete))
                .compose(done -> Future.fromCompletionStage(services.documents().close(key, DELETED)))
                .map(closed -> Reply.empty(204));
    }

    private Future<Reply> deleteSummaries(RestRequest request) {
        DocumentKey key =
                request.documentOfToken().orElseThrow(() -> RestException.badRequest("the token names no document"));
        boolean isSoft = request.header("Soft-Delete")
                .filter(value -> value.equalsIgnoreCase("false"))
                .isEmpty();
        return delete(key, isSoft ? settings.deletionRetention() : Duration.ZERO);
    }

    private Future<Reply> revoke(RestRequest request) {
        TokenRevocation revocation =
                services.revocation().orElseThrow(() -> RestException.of(501, "Revoking tokens is switched off."));
        DocumentKey key = request.document();
        return request.body()
                .collect(Limit.JSON_BODY_BYTES, settings.limits().flatBodyMaxBytes())
                .compose(body -> {
                    String tokenId = JsonMembers.of(body, json).requireString("jti");
                    return store.onWorker(() -> {
                        revocation.revoke(key, tokenId);
                        return Reply.json(200, "{}".getBytes(StandardCharsets.US_ASCII));
                    });
                });
    }

    private Future<Reply> signal(RestRequest request) {
        DocumentKey key = request.document();
        return request.body()
                .collect(Limit.MESSAGE_BYTES, settings.limits().signalMaxBytes())
                .map(body -> {
                    byte[] contents = JsonMembers.of(body, json)
                            .members("signalContent")
                            .flatMap(content -> content.object("contents"))
                            .filter(this::isSignal)
                            .orElseThrow(() -> RestException.badRequest(
                                    "signalContent should contain 'contents.content' and 'contents.type' keys."));
                    store.lookUp(view -> Versions.requireLive(key, view));
                    services.documents().signal(key, envelope(compact(contents)));
                    return Reply.text(200, "OK");
                });
    }

    private boolean isSignal(byte[] contents) {
        JsonMembers members = JsonMembers.of(contents, json);
        return members.has("type") && members.has("content");
    }

    /** Returns the JSON without white space, as clients of the reference see it. */
    private String compact(byte[] contents) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(contents.length);
        try (JsonParser parser = json.createParser(contents);
                JsonGenerator copy = json.createGenerator(out)) {
            parser.nextToken();
            copy.copyCurrentStructureExact(parser);
        } catch (IOException malformed) {
            throw JsonMembers.refused(malformed);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static byte[] envelope(String content) {
        return ObjectJson.encode(out -> {
            out.writeStartObject();
            out.writeNullField("clientId");
            out.writeStringField("content", content);
            out.writeEndObject();
        });
    }
}
