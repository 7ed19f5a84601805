package dev.sluice.server.transport.rest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Remembers encoded snapshots and tree listings, which never change, within a budget of bytes.
 *
 * <p>When many clients load one document at once, as after a restart, one of them has it encoded and the others wait for that.
 * Failures are not remembered. Safe for use by many event loops.
 */
final class EncodedCache {
    private final Vertx vertx;
    private final Cache<Key, Encoded> cache;
    private final ConcurrentMap<Key, CompletableFuture<Encoded>> underWay = new ConcurrentHashMap<>();

    /** What an entry is an encoding of. */
    enum Form {
        SNAPSHOT,
        TREE,
        TREE_WITH_ALL_BELOW
    }

    private record Key(TenantId tenant, Form form, GitId id) {}

    EncodedCache(Vertx vertx, long maxBytes) {
        this.vertx = vertx;
        this.cache = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .<Key, Encoded>weigher((key, encoded) -> encoded.weight())
                .executor(Runnable::run)
                .build();
    }

    /** Returns what is remembered, or has {@code encoder} make it on a worker thread. */
    Future<Encoded> get(TenantId tenant, Form form, GitId id, Callable<Encoded> encoder) {
        Key key = new Key(tenant, form, id);
        Encoded remembered = cache.getIfPresent(key);
        if (remembered != null) {
            return Future.succeededFuture(remembered);
        }
        Context context = vertx.getOrCreateContext();
        CompletableFuture<Encoded> mine = new CompletableFuture<>();
        CompletableFuture<Encoded> others = underWay.putIfAbsent(key, mine);
        if (others == null) {
            make(key, encoder, mine);
        }
        return Future.fromCompletionStage(others == null ? mine : others, context);
    }

    /** The key is free again before anybody hears of the outcome: who asks again at once must not be given an old failure. */
    private void make(Key key, Callable<Encoded> encoder, CompletableFuture<Encoded> outcome) {
        vertx.executeBlocking(encoder, false)
                .onComplete(
                        made -> {
                            cache.put(key, made);
                            underWay.remove(key);
                            outcome.complete(made);
                        },
                        failure -> {
                            underWay.remove(key);
                            outcome.completeExceptionally(failure);
                        });
    }
}
