package dev.sluice.server.transport.rest;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.server.auth.Scope;
import dev.sluice.server.storage.DocumentRow;
import dev.sluice.server.storage.StoreView;
import io.vertx.core.Future;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Stored ops (SVC §1.8). Ops are stored as clients read them, so an answer is their bytes, joined.
 *
 * <p>Safe for use by many event loops.
 */
final class DeltaRoutes {
    private final StoreAccess store;
    private final RestLimits limits;

    DeltaRoutes(StoreAccess store, RestLimits limits) {
        this.store = store;
        this.limits = limits;
    }

    List<Route> routes() {
        Access read = Access.document(Scope.DOC_READ);
        return List.of(
                Route.get("/deltas/{tenant}/{id}", read, this::list),
                Route.get("/deltas/v1/{tenant}/{id}", read, this::list),
                Route.get("/deltas/raw/{tenant}/{id}", read, this::list));
    }

    private Future<Reply> list(RestRequest request) {
        DocumentKey key = request.document();
        long from = bound(request, "from", 0);
        long to = Math.min(bound(request, "to", Long.MAX_VALUE), from + limits.deltasMaxOps() + 1);
        return store.onWorker(
                        () -> Encoded.of(store.lookUp(view -> encode(view, key, from, to)), limits.compressMinBytes()))
                .map(ops -> Reply.json(200, ops));
    }

    /** Bounds that are no numbers count as missing; clients ask on from what they got, so a part is an answer too. */
    private static long bound(RestRequest request, String name, long otherwise) {
        try {
            long bound = Long.parseLong(request.query(name).orElse(""));
            return Math.max(-1, Math.min(bound, Long.MAX_VALUE / 2));
        } catch (NumberFormatException missing) {
            return otherwise;
        }
    }

    private byte[] encode(StoreView view, DocumentKey key, long from, long to) {
        if (view.document(key).filter(DocumentRow::isDeleted).isPresent()) {
            throw RestException.notFound("document " + key.document());
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
        out.write('[');
        view.ops(key, from, to, (sequenceNumber, op) -> {
            if (out.size() > 1) {
                if (out.size() + op.remaining() > limits.deltasMaxBytes()) {
                    return false;
                }
                out.write(',');
            }
            byte[] json = new byte[op.remaining()];
            op.get(json);
            out.writeBytes(json);
            return true;
        });
        out.write(']');
        return out.toByteArray();
    }
}
