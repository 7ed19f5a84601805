package dev.sluice.server.transport.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitTree;
import dev.sluice.protocol.summary.SummaryFormatException;
import dev.sluice.protocol.summary.SummaryTree;
import dev.sluice.protocol.summary.WholeSummaryCodec;
import dev.sluice.server.auth.Scope;
import dev.sluice.server.config.Limit;
import dev.sluice.server.storage.StoreView;
import dev.sluice.server.storage.Transaction;
import dev.sluice.server.summary.HandleResolver;
import dev.sluice.server.summary.ObjectWriter;
import dev.sluice.server.summary.SnapshotEncoder;
import dev.sluice.server.summary.SummaryTreeWriter;
import dev.sluice.server.summary.TreeReader;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.List;

/**
 * Whole summaries, up and down (SVC §1.11).
 *
 * <p>An upload stores the application's tree and answers with its id, to be named by a {@code summarize} op; the version itself
 * is made when that op is accepted. Versions come out with the application's entries at the root, as those of new documents
 * do. Final summaries of type {@code container} are for the reference's own parts, and are refused.
 *
 * <p>Safe for use by many event loops.
 */
final class SummaryRoutes {
    private static final String LATEST = "latest";
    private static final String CHANNEL = "channel";

    private final StoreAccess store;
    private final EncodedCache cache;
    private final RestLimits limits;
    private final JsonFactory json;

    SummaryRoutes(StoreAccess store, EncodedCache cache, RestLimits limits, JsonFactory json) {
        this.store = store;
        this.cache = cache;
        this.limits = limits;
        this.json = json;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        "/repos/{tenant}/git/summaries/{version}",
                        Access.documentOfToken(Scope.DOC_READ),
                        this::download),
                Route.post(
                        "/repos/{tenant}/git/summaries",
                        Access.tenant(Scope.DOC_READ, Scope.DOC_WRITE, Scope.SUMMARY_WRITE),
                        this::upload));
    }

    private Future<Reply> download(RestRequest request) {
        TenantId tenant = request.tenant();
        GitId commit = store.lookUp(view -> version(request, view));
        return cache.get(tenant, EncodedCache.Form.SNAPSHOT, commit, () -> encode(tenant, commit))
                .map(encoded -> Reply.json(200, encoded));
    }

    private static GitId version(RestRequest request, StoreView view) {
        String version = request.parameter("version");
        if (!version.equals(LATEST)) {
            return RestRequest.gitId(version);
        }
        return request.documentOfToken()
                .flatMap(key -> Versions.head(key, view))
                .orElseThrow(() -> RestException.notFound("a summary of the token's document"));
    }

    private Encoded encode(TenantId tenant, GitId commit) {
        byte[] snapshot = store.lookUp(view -> SnapshotEncoder.encode(
                        view, tenant, commit, limits.tree(), limits.snapshotBlobMaxBytes(), limits.snapshotMaxBytes())
                .orElseThrow(() -> RestException.notFound(commit.toHex())));
        return Encoded.of(snapshot, limits.compressMinBytes());
    }

    private Future<Reply> upload(RestRequest request) {
        TenantId tenant = request.tenant();
        return request.body()
                .collect(Limit.SUMMARY_BYTES, limits.summaryMaxBytes())
                .compose(body -> store.onWorker(() -> plan(tenant, body)))
                .compose(plan -> store.write(plan.transaction()).map(stored -> Reply.json(201, id(plan.tree()))));
    }

    private record Plan(GitId tree, Transaction transaction) {}

    private Plan plan(TenantId tenant, byte[] body) {
        SummaryTree summary = parse(JsonMembers.of(body, json));
        HandleResolver handles = store.lookUp(view -> HandleResolver.of(summary, new TreeReader(view, tenant)));
        Transaction.Builder transaction = Transaction.builder();
        ObjectWriter objects = new ObjectWriter(tenant, transaction);
        GitId tree = objects.tree(treeOf(new SummaryTreeWriter(objects, handles), summary));
        return new Plan(tree, transaction.build());
    }

    private static GitTree treeOf(SummaryTreeWriter writer, SummaryTree summary) {
        try {
            return GitTree.of(writer.write(summary));
        } catch (IllegalArgumentException refused) {
            throw RestException.badRequest(String.valueOf(refused.getMessage()));
        }
    }

    private SummaryTree parse(JsonMembers body) {
        if (!body.requireString("type").equals(CHANNEL)) {
            throw RestException.of(501, "Only summaries of type channel are accepted.");
        }
        byte[] entries = body.array("entries")
                .orElseThrow(() -> RestException.badRequest("\"entries\" is missing or not an array"));
        try (JsonParser parser = json.createParser(entries)) {
            parser.nextToken();
            return WholeSummaryCodec.readEntries(parser, limits.summary());
        } catch (IOException malformed) {
            throw refused(malformed);
        }
    }

    /** Returns what a client is told of a summary that could not be read. */
    static RestException refused(IOException cause) {
        if (!(cause instanceof SummaryFormatException format)) {
            return JsonMembers.refused(cause);
        }
        String message = String.valueOf(format.getMessage());
        return format.exceeded()
                .map(bound -> switch (bound) {
                    case DEPTH -> RestException.over(Limit.TREE_DEPTH, 400, message);
                    case ENTRIES -> RestException.over(Limit.TREE_ENTRIES, 400, message);
                    case BYTES -> RestException.tooLarge(Limit.SUMMARY_BYTES, message);
                })
                .orElseGet(() -> RestException.badRequest(message));
    }

    private static byte[] id(GitId tree) {
        return ObjectJson.encode(out -> {
            out.writeStartObject();
            out.writeStringField("id", tree.toHex());
            out.writeEndObject();
        });
    }
}
