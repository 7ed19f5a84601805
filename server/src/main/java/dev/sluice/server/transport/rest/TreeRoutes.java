package dev.sluice.server.transport.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.protocol.git.GitTree;
import dev.sluice.protocol.git.GitTreeEntry;
import dev.sluice.server.auth.Scope;
import dev.sluice.server.config.Limit;
import dev.sluice.server.storage.StoreView;
import dev.sluice.server.storage.Transaction;
import dev.sluice.server.summary.ObjectWriter;
import dev.sluice.server.summary.TreeReader;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Trees: up, and down by one level or whole (SVC §1.9). Safe for use by many event loops. */
final class TreeRoutes {
    /** The reference writes a tree's mode one way when it lists one level, and another way when it lists all. */
    private static final String MODE_OF_LEVEL = "040000";

    private static final String MODE_OF_ALL = "40000";

    private final StoreAccess store;
    private final EncodedCache cache;
    private final RestLimits limits;
    private final JsonFactory json;

    TreeRoutes(StoreAccess store, EncodedCache cache, RestLimits limits, JsonFactory json) {
        this.store = store;
        this.cache = cache;
        this.limits = limits;
        this.json = json;
    }

    List<Route> routes() {
        return List.of(
                Route.post(
                        "/repos/{tenant}/git/trees",
                        Access.tenantAny(Scope.DOC_WRITE, Scope.SUMMARY_WRITE),
                        this::upload),
                Route.get("/repos/{tenant}/git/trees/{sha}", Access.documentOfToken(Scope.DOC_READ), this::download));
    }

    /** Accepts a tree whatever it names: blobs may still be on their way (SVC-022). */
    private Future<Reply> upload(RestRequest request) {
        TenantId tenant = request.tenant();
        return request.body()
                .collect(Limit.JSON_BODY_BYTES, limits.jsonBodyMaxBytes())
                .compose(body -> {
                    if (body.length <= RequestBody.SMALL_BYTES) {
                        return store(tenant, parse(body));
                    }
                    return store.onWorker(() -> parse(body)).compose(tree -> store(tenant, tree));
                });
    }

    private Future<Reply> store(TenantId tenant, GitTree tree) {
        Transaction.Builder transaction = Transaction.builder();
        GitId id = new ObjectWriter(tenant, transaction).tree(tree);
        return store.write(transaction.build())
                .map(stored -> Reply.json(201, ObjectJson.tree(id, level(tree), MODE_OF_LEVEL)));
    }

    private GitTree parse(byte[] body) {
        byte[] entries = JsonMembers.of(body, json)
                .array("tree")
                .orElseThrow(() -> RestException.badRequest("\"tree\" is missing or not an array"));
        List<GitTreeEntry> parsed = new ArrayList<>();
        try (JsonParser parser = json.createParser(entries)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parsed.size() == limits.treeMaxEntries()) {
                    throw RestException.over(
                            Limit.TREE_ENTRIES, 400, "the tree has over " + limits.treeMaxEntries() + " entries");
                }
                parsed.add(entry(parser));
            }
            return GitTree.of(parsed);
        } catch (IOException malformed) {
            throw JsonMembers.refused(malformed);
        } catch (IllegalArgumentException refused) {
            throw RestException.badRequest(String.valueOf(refused.getMessage()));
        }
    }

    private GitTreeEntry entry(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw RestException.badRequest("an entry of the tree is not an object");
        }
        Map<String, String> members = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (parser.nextToken() == JsonToken.VALUE_STRING) {
                members.put(name, parser.getText());
            }
            parser.skipChildren();
        }
        GitObjectType type = GitTree.typeOf(members.getOrDefault("mode", ""));
        if (!members.getOrDefault("type", type.wireName()).equals(type.wireName())) {
            throw RestException.badRequest("an entry of the tree has a mode and a type that do not agree");
        }
        String name = members.getOrDefault("path", "");
        int maxChars = limits.summary().maxNameChars();
        if (name.length() > maxChars) {
            throw RestException.badRequest("an entry of the tree has a name of over " + maxChars + " characters");
        }
        return new GitTreeEntry(name, type, GitId.parse(members.getOrDefault("sha", "")));
    }

    private Future<Reply> download(RestRequest request) {
        TenantId tenant = request.tenant();
        GitId id = request.sha();
        boolean isWhole = request.query("recursive")
                .filter(value -> value.equals("1") || value.equals("true"))
                .isPresent();
        EncodedCache.Form form = isWhole ? EncodedCache.Form.TREE_WITH_ALL_BELOW : EncodedCache.Form.TREE;
        return cache.get(tenant, form, id, () -> Encoded.of(encode(tenant, id, isWhole), limits.compressMinBytes()))
                .map(encoded -> Reply.json(200, encoded).cacheableFor(request));
    }

    private byte[] encode(TenantId tenant, GitId id, boolean isWhole) {
        return store.lookUp(view -> isWhole ? whole(view, tenant, id) : oneLevel(view, tenant, id));
    }

    private byte[] whole(StoreView view, TenantId tenant, GitId id) {
        List<ObjectJson.Listed> all = new TreeReader(view, tenant)
                .list(id, limits.tree()).stream()
                        .map(located -> new ObjectJson.Listed(located.path(), located.entry()))
                        .toList();
        return ObjectJson.tree(id, all, MODE_OF_ALL);
    }

    private static byte[] oneLevel(StoreView view, TenantId tenant, GitId id) {
        GitTree tree = new TreeReader(view, tenant).tree(id).orElseThrow(() -> RestException.notFound(id.toHex()));
        return ObjectJson.tree(id, level(tree), MODE_OF_LEVEL);
    }

    private static List<ObjectJson.Listed> level(GitTree tree) {
        return tree.entries().stream()
                .map(entry -> new ObjectJson.Listed(entry.name(), entry))
                .toList();
    }
}
