package dev.sluice.server.transport.rest;

import com.fasterxml.jackson.core.JsonFactory;
import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;
import dev.sluice.server.auth.Scope;
import dev.sluice.server.config.Limit;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.RefName;
import dev.sluice.server.storage.StoreView;
import dev.sluice.server.storage.Transaction;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Refs (SVC §1.10).
 *
 * <p>The head of a document follows its accepted summaries and nothing else: were it moved behind the sequencer's back, the
 * next summary would be refused or ops be lost. So heads are read here, and written nowhere; any other ref, such as a tag that
 * keeps a version, may be written with the right to write summaries. A token for a document sees that document's head only.
 *
 * <p>Safe for use by many event loops.
 */
final class RefRoutes {
    private static final String REFS = "refs/";
    private static final String HEADS = "refs/heads/";

    private final StoreAccess store;
    private final RestLimits limits;
    private final JsonFactory json;

    RefRoutes(StoreAccess store, RestLimits limits, JsonFactory json) {
        this.store = store;
        this.limits = limits;
        this.json = json;
    }

    List<Route> routes() {
        Access write = Access.documentOfToken(Scope.SUMMARY_WRITE);
        String one = "/repos/{tenant}/git/refs/{name*}";
        return List.of(
                Route.get("/repos/{tenant}/git/refs", Access.documentOfToken(Scope.DOC_READ), this::list),
                Route.get(one, Access.documentOfToken(Scope.DOC_READ), this::download),
                Route.post("/repos/{tenant}/git/refs", write, this::create),
                Route.of(HttpMethod.PATCH, one, write, this::move),
                Route.of(HttpMethod.DELETE, one, write, this::delete));
    }

    private record Ref(RefName name, GitId target) {}

    private Future<Reply> list(RestRequest request) {
        return store.read(view -> visible(request, view)).map(refs -> {
            byte[] body = ObjectJson.encode(out -> {
                out.writeStartArray();
                for (Ref ref : refs) {
                    ObjectJson.writeRef(ref.name().value(), ref.target(), out);
                }
                out.writeEndArray();
            });
            return Reply.json(200, body);
        });
    }

    private List<Ref> visible(RestRequest request, StoreView view) {
        List<Ref> refs = new ArrayList<>();
        view.refs(request.tenant(), (name, target) -> {
            if (refs.size() < limits.treeMaxEntries() && isVisible(request, name, view)) {
                refs.add(new Ref(name, target));
            }
        });
        return refs;
    }

    private static boolean isVisible(RestRequest request, RefName name, StoreView view) {
        if (!name.value().startsWith(HEADS)) {
            return true;
        }
        DocumentId document = new DocumentId(name.value().substring(HEADS.length()));
        // A token without a document gets here for developer tenants only.
        String own = request.claims().documentId();
        return (own.isEmpty() || own.equals(document.value()))
                && Versions.head(new DocumentKey(request.tenant(), document), view)
                        .isPresent();
    }

    private Future<Reply> download(RestRequest request) {
        String asked = request.parameter("name");
        RefName name = name(asked);
        GitId target = store.lookUp(view -> {
            Optional<GitId> found = name.value().startsWith(HEADS)
                    ? Versions.find(request, name.value().substring(HEADS.length()), view)
                    : view.ref(request.tenant(), name);
            return found.orElseThrow(() -> RestException.notFound(asked));
        });
        return Future.succeededFuture(
                Reply.json(200, ObjectJson.encode(out -> ObjectJson.writeRef(asked, target, out))));
    }

    private Future<Reply> create(RestRequest request) {
        return request.body()
                .collect(Limit.JSON_BODY_BYTES, limits.flatBodyMaxBytes())
                .compose(bytes -> {
                    JsonMembers body = JsonMembers.of(bytes, json);
                    RefName name = writable(name(body.requireString("ref")));
                    GitId target = RestRequest.gitId(body.requireString("sha"));
                    if (store.lookUp(view -> view.ref(request.tenant(), name)).isPresent()) {
                        return Future.failedFuture(RestException.of(409, "ref " + name + " exists already"));
                    }
                    return set(request.tenant(), name, target, Optional.empty(), 201);
                });
    }

    private Future<Reply> move(RestRequest request) {
        RefName name = writable(name(request.parameter("name")));
        return request.body()
                .collect(Limit.JSON_BODY_BYTES, limits.flatBodyMaxBytes())
                .compose(bytes -> {
                    JsonMembers body = JsonMembers.of(bytes, json);
                    GitId target = RestRequest.gitId(body.requireString("sha"));
                    Optional<GitId> before = store.lookUp(view -> view.ref(request.tenant(), name));
                    if (before.isEmpty() && !body.isTrue("force")) {
                        return Future.failedFuture(RestException.notFound(name.value()));
                    }
                    return set(request.tenant(), name, target, body.isTrue("force") ? Optional.empty() : before, 200);
                });
    }

    private Future<Reply> set(TenantId tenant, RefName name, GitId target, Optional<GitId> expected, int status) {
        if (!store.<Boolean>lookUp(view -> view.contains(tenant, target))) {
            return Future.failedFuture(RestException.notFound(target.toHex()));
        }
        return store.write(Transaction.of(new Mutation.SetRef(tenant, name, target, expected)))
                .map(done ->
                        Reply.json(status, ObjectJson.encode(out -> ObjectJson.writeRef(name.value(), target, out))));
    }

    private Future<Reply> delete(RestRequest request) {
        RefName name = writable(name(request.parameter("name")));
        return store.write(Transaction.of(new Mutation.DeleteRef(request.tenant(), name)))
                .map(done -> Reply.empty(204));
    }

    private static RefName writable(RefName name) {
        if (name.value().startsWith(HEADS)) {
            throw RestException.of(403, "The head of a document is moved by its summaries only.");
        }
        return name;
    }

    private static RefName name(String asked) {
        try {
            return new RefName(asked.startsWith(REFS) ? asked : REFS + asked);
        } catch (IllegalArgumentException refused) {
            throw RestException.badRequest(String.valueOf(refused.getMessage()));
        }
    }
}
