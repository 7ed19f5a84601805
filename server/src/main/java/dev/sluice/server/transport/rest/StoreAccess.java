package dev.sluice.server.transport.rest;

import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.StoreView;
import dev.sluice.server.storage.Transaction;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * The store as event loops may use it.
 *
 * <p>Safe for use by many event loops.
 */
final class StoreAccess {
    private final Vertx vertx;
    private final Store store;

    StoreAccess(Vertx vertx, Store store) {
        this.vertx = vertx;
        this.store = store;
    }

    Store store() {
        return store;
    }

    /** Reads on the calling thread: for a lookup or two, which cost a few microseconds. */
    <T> T lookUp(Function<? super StoreView, T> work) {
        return store.read(work);
    }

    /** Reads on a worker thread: for whatever grows with a document. */
    <T> Future<T> read(Function<? super StoreView, T> work) {
        return onWorker(() -> store.read(work));
    }

    /** Runs on a worker thread what hashes, encodes or blocks. */
    <T> Future<T> onWorker(Callable<T> work) {
        return vertx.executeBlocking(work, false);
    }

    /** Submits a transaction; the future completes on the calling event loop once it is durable. */
    Future<Void> write(Transaction transaction) {
        Context context = vertx.getOrCreateContext();
        return Future.fromCompletionStage(store.write(transaction), context);
    }
}
