package dev.sluice.server.transport.rest;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.server.auth.Scope;
import dev.sluice.server.storage.DocumentRow;
import dev.sluice.server.storage.StoreView;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stored ops (SVC §1.8). Ops are stored as clients read them, so an answer is their bytes, joined. It is cut short by number alone,
 * and by the number that clients ask for at a time: one that has fewer ops is the end of the log to them, however large they are.
 *
 * <p>Safe for use by many event loops.
 */
final class DeltaRoutes {
    private final StoreAccess store;
    private final RestLimits limits;
    private final ReplyBudget replies;

    DeltaRoutes(StoreAccess store, RestLimits limits, ReplyBudget replies) {
        this.store = store;
        this.limits = limits;
        this.replies = replies;
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
        return store.onWorker(() -> answer(key, from, to));
    }

    private Reply answer(DocumentKey key, long from, long to) {
        Joined held = store.lookUp(view -> join(view, key, from, to));
        return held == null ? Reply.streamed(Reply.JSON, new OpStream(store.store(), key, from, to)) : compressed(held);
    }

    /** Bounds that are no numbers count as missing. */
    private static long bound(RestRequest request, String name, long otherwise) {
        try {
            long bound = Long.parseLong(request.query(name).orElse(""));
            return Math.max(-1, Math.min(bound, Long.MAX_VALUE / 2));
        } catch (NumberFormatException missing) {
            return otherwise;
        }
    }

    /** Returns the ops in one piece, or {@code null} if they are too large for that. */
    private @Nullable Joined join(StoreView view, DocumentKey key, long from, long to) {
        if (view.document(key).filter(DocumentRow::isDeleted).isPresent()) {
            throw RestException.notFound("document " + key.document());
        }
        Range range = new Range(limits.deltasHeldBytes());
        view.ops(key, from, to, range);
        if (range.isTooLarge) {
            return null;
        }
        // Taken before it is used: for the ops, and as much again for what they are compressed to.
        ReplyBudget.Share share =
                range.bytes <= BytesSender.PIECE_BYTES ? ReplyBudget.Share.NONE : replies.take(2L * range.bytes);
        try {
            return new Joined(range.join(view, key, from, to), share);
        } catch (RuntimeException | Error failure) {
            share.close();
            throw failure;
        }
    }

    private Reply compressed(Joined ops) {
        try {
            return Reply.json(200, Encoded.of(ops.json(), limits.compressMinBytes()), ops.share());
        } catch (RuntimeException | Error failure) {
            ops.share().close();
            throw failure;
        }
    }

    private record Joined(byte[] json, ReplyBudget.Share share) {}

    /** The ops of one answer: first measured, then joined. Confined to one thread. */
    private static final class Range implements StoreView.OpVisitor {
        private final int maxBytes;
        /** The opening bracket, and each op with the comma or the closing bracket after it. */
        private int bytes = 1;

        private boolean isTooLarge;

        Range(int maxBytes) {
            this.maxBytes = maxBytes;
        }

        @Override
        public boolean visit(long sequenceNumber, ByteBuffer op) {
            isTooLarge = bytes + op.remaining() + 1L > maxBytes;
            bytes += isTooLarge ? 0 : op.remaining() + 1;
            return !isTooLarge;
        }

        byte[] join(StoreView view, DocumentKey key, long from, long to) {
            ByteBuffer out = ByteBuffer.allocate(Math.max(bytes, 2)).put((byte) '[');
            view.ops(key, from, to, (sequenceNumber, op) -> {
                if (out.position() > 1) {
                    out.put((byte) ',');
                }
                out.put(op);
                return true;
            });
            return out.put((byte) ']').array();
        }
    }
}
