package dev.sluice.server.transport.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.server.auth.Scope;
import dev.sluice.server.auth.TokenCheck;
import dev.sluice.server.auth.TokenClaims;
import dev.sluice.server.config.Limit;
import dev.sluice.server.storage.DocumentRow;
import dev.sluice.server.storage.Transaction;
import dev.sluice.server.summary.HandleResolver;
import dev.sluice.server.summary.NewDocument;
import dev.sluice.server.summary.TreeReader;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Creating documents and finding them (SVC §1.6, §1.7). Safe for use by many event loops. */
final class DocumentRoutes {
    private static final String ROW_VERSION = "0.1";

    private final StoreAccess store;
    private final RestServices services;
    private final RestLimits limits;
    private final SessionJson session;
    private final JsonFactory json;

    DocumentRoutes(StoreAccess store, RestServices services, RestSettings settings, JsonFactory json) {
        this.store = store;
        this.services = services;
        this.limits = settings.limits();
        this.session = new SessionJson(settings.urls());
        this.json = json;
    }

    List<Route> routes() {
        return List.of(
                Route.of(HttpMethod.POST, "/documents/{tenant}", Access.creation(Scope.DOC_WRITE), this::create),
                Route.get("/documents/{tenant}/session/{id}", Access.document(Scope.DOC_READ), this::discover),
                Route.get("/documents/{tenant}/{id}", Access.document(Scope.DOC_READ), this::row));
    }

    private Future<Reply> create(RestRequest request) {
        return request.body()
                .collect(Limit.SUMMARY_BYTES, limits.summaryMaxBytes())
                .compose(body -> store.onWorker(() -> plan(request, body)))
                .compose(plan -> store.write(plan.transaction()).map(done -> Reply.json(201, created(request, plan))));
    }

    private record Plan(CreateRequest asked, TokenClaims by, DocumentKey key, Transaction transaction) {}

    private Plan plan(RestRequest request, byte[] body) {
        TenantId tenant = request.tenant();
        CreateRequest asked = CreateRequest.parse(body, json, limits);
        TokenClaims by = authorize(request, asked.id());
        DocumentKey key = new DocumentKey(
                tenant,
                asked.id().orElseGet(() -> new DocumentId(services.documentIds().get())));
        NewDocument document = new NewDocument(key, asked.summary(), asked.sequenceNumber(), asked.valuesJson());
        Instant now = services.clock().instant();
        try {
            HandleResolver attachments =
                    store.lookUp(view -> HandleResolver.of(asked.summary(), new TreeReader(view, tenant)));
            Transaction transaction = document.plan(attachments, services.documents(), now);
            return new Plan(asked, by, key, transaction);
        } catch (IllegalArgumentException refused) {
            throw RestException.badRequest(String.valueOf(refused.getMessage()));
        }
    }

    /** Only the body says which document is asked for, so the token is looked at once more. */
    private TokenClaims authorize(RestRequest request, Optional<DocumentId> asked) {
        String header = request.header(HttpHeaders.AUTHORIZATION.toString()).orElse(null);
        TokenCheck check = services.authenticator().forCreate(request.tenant(), asked, header);
        if (check instanceof TokenCheck.Refused refused) {
            throw RestException.of(refused);
        }
        return ((TokenCheck.Verified) check).claims();
    }

    private byte[] created(RestRequest request, Plan plan) {
        String id = plan.key().document().value();
        return ObjectJson.encode(out -> {
            if (!plan.asked().discovery() && !plan.asked().proof()) {
                out.writeString(id);
                return;
            }
            out.writeStartObject();
            out.writeStringField("id", id);
            if (plan.asked().proof()) {
                out.writeStringField(
                        "token",
                        services.minter().creationProof(plan.by(), plan.key().document()));
            }
            if (plan.asked().discovery()) {
                out.writeFieldName("session");
                session.write(request.base(), false, out);
            }
            out.writeEndObject();
        });
    }

    private Future<Reply> discover(RestRequest request) {
        DocumentKey key = request.document();
        store.lookUp(view -> Versions.requireLive(key, view));
        boolean isOpen = services.documents().isOpen(key);
        return Future.succeededFuture(
                Reply.json(200, ObjectJson.encode(out -> session.write(request.base(), isOpen, out))));
    }

    private Future<Reply> row(RestRequest request) {
        DocumentKey key = request.document();
        DocumentRow row = store.lookUp(view -> Versions.requireLive(key, view));
        boolean isOpen = services.documents().isOpen(key);
        return Future.succeededFuture(Reply.json(200, ObjectJson.encode(out -> writeRow(row, request, isOpen, out))));
    }

    /** The sequencer's states are nobody else's business; they are given as documents without any have them. */
    private void writeRow(DocumentRow row, RestRequest request, boolean isOpen, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("version", ROW_VERSION);
        out.writeNumberField("createTime", row.createdAt().toEpochMilli());
        out.writeStringField("documentId", row.key().document().value());
        out.writeStringField("tenantId", row.key().tenant().value());
        out.writeFieldName("session");
        session.write(request.base(), isOpen, out);
        out.writeStringField("scribe", "");
        out.writeStringField("deli", "");
        out.writeStringField("storageName", row.key().tenant().value());
        out.writeBooleanField("isEphemeralContainer", false);
        out.writeEndObject();
    }
}
