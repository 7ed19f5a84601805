package dev.sluice.server.transport.rest;

import com.fasterxml.jackson.core.JsonFactory;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitCommit;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitSignature;
import dev.sluice.protocol.git.GitTreeEntry;
import dev.sluice.server.auth.Scope;
import dev.sluice.server.config.Limit;
import dev.sluice.server.storage.StoreView;
import dev.sluice.server.storage.Transaction;
import dev.sluice.server.summary.AppTree;
import dev.sluice.server.summary.ObjectWriter;
import dev.sluice.server.summary.TreeReader;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Commits, version lists and contents by path (SVC §1.10). Safe for use by many event loops. */
final class CommitRoutes {
    /** Up to so many versions are read where the request arrived. */
    private static final int FEW = 16;

    private final StoreAccess store;
    private final BlobRoutes blobs;
    private final RestLimits limits;
    private final JsonFactory json;

    CommitRoutes(StoreAccess store, BlobRoutes blobs, RestLimits limits, JsonFactory json) {
        this.store = store;
        this.blobs = blobs;
        this.limits = limits;
        this.json = json;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/repos/{tenant}/commits", Access.documentOfToken(Scope.DOC_READ), this::list),
                Route.get("/repos/{tenant}/git/commits/{sha}", Access.documentOfToken(Scope.DOC_READ), this::download),
                Route.post("/repos/{tenant}/git/commits", Access.tenant(Scope.SUMMARY_WRITE), this::upload),
                Route.get("/repos/{tenant}/contents/{path*}", Access.documentOfToken(Scope.DOC_READ), this::contents));
    }

    private Future<Reply> list(RestRequest request) {
        String name = request.query("sha").orElseThrow(() -> RestException.badRequest("the parameter sha is missing"));
        int count = count(request);
        Future<List<ObjectJson.Version>> versions = count <= FEW
                ? Future.succeededFuture(store.lookUp(view -> versions(request, name, count, view)))
                : store.read(view -> versions(request, name, count, view));
        return versions.map(found -> Reply.json(200, ObjectJson.versions(found)));
    }

    private int count(RestRequest request) {
        try {
            int asked = Integer.parseInt(request.query("count").orElse("1"));
            return Math.max(1, Math.min(asked, limits.commitsMax()));
        } catch (NumberFormatException notANumber) {
            return 1;
        }
    }

    private static List<ObjectJson.Version> versions(RestRequest request, String name, int count, StoreView view) {
        TreeReader reader = new TreeReader(view, request.tenant());
        List<ObjectJson.Version> versions = new ArrayList<>();
        Optional<GitId> next = Versions.find(request, name, view);
        while (next.isPresent() && versions.size() < count) {
            GitId id = next.get();
            Optional<GitCommit> commit = reader.commit(id);
            commit.ifPresent(found -> versions.add(new ObjectJson.Version(id, found)));
            next = commit.flatMap(found -> found.parents().stream().findFirst());
        }
        if (versions.isEmpty()) {
            throw RestException.notFound(name);
        }
        return versions;
    }

    private Future<Reply> download(RestRequest request) {
        GitId id = request.sha();
        GitCommit commit = store.lookUp(view -> new TreeReader(view, request.tenant())
                .commit(id)
                .orElseThrow(() -> RestException.notFound(id.toHex())));
        return Future.succeededFuture(
                Reply.json(200, ObjectJson.commit(id, commit)).cacheableFor(request));
    }

    private Future<Reply> upload(RestRequest request) {
        TenantId tenant = request.tenant();
        return request.body()
                .collect(Limit.JSON_BODY_BYTES, limits.flatBodyMaxBytes())
                .compose(body -> {
                    GitCommit commit = parse(JsonMembers.of(body, json));
                    Transaction.Builder transaction = Transaction.builder();
                    GitId id = new ObjectWriter(tenant, transaction).commit(commit);
                    return store.write(transaction.build())
                            .map(stored -> Reply.json(201, ObjectJson.commit(id, commit)));
                });
    }

    private GitCommit parse(JsonMembers body) {
        JsonMembers author =
                body.members("author").orElseThrow(() -> RestException.badRequest("\"author\" is missing"));
        try {
            GitSignature who = new GitSignature(
                    author.requireString("name"),
                    author.requireString("email"),
                    Instant.parse(author.requireString("date")));
            List<GitId> parents = body.array("parents")
                    .map(this::ids)
                    .orElseThrow(() -> RestException.badRequest("\"parents\" is missing or not an array"));
            return new GitCommit(
                    GitId.parse(body.requireString("tree")), parents, who, who, body.requireString("message"));
        } catch (DateTimeParseException | IllegalArgumentException refused) {
            throw RestException.badRequest(String.valueOf(refused.getMessage()));
        }
    }

    private List<GitId> ids(byte[] array) {
        return JsonStrings.of(array, json).stream().map(RestRequest::gitId).toList();
    }

    private Future<Reply> contents(RestRequest request) {
        String ref = request.query("ref").orElseThrow(() -> RestException.badRequest("the parameter ref is missing"));
        List<String> names = Arrays.asList(request.parameter("path").split("/", -1));
        GitId blob = store.lookUp(view -> {
            TreeReader reader = new TreeReader(view, request.tenant());
            return Versions.find(request, ref, view)
                    .flatMap(reader::commit)
                    .flatMap(commit -> AppTree.resolve(reader, commit.tree(), names))
                    .map(GitTreeEntry::id)
                    .orElseThrow(() -> RestException.notFound(request.parameter("path")));
        });
        return blobs.blob(request.tenant(), blob);
    }
}
