package dev.sluice.server.ordering;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.git.GitId;
import dev.sluice.server.config.Limit;
import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.StoreView;
import dev.sluice.server.summary.TreeSizes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The documents that are open, each on a thread of its own choosing.
 *
 * <p>A document is opened by the first who asks for it and closed once nobody is connected and everything is stored; closed, it
 * costs no memory. The life of an entry:
 *
 * <pre>
 *   (none) --use--> loading --read--> open --idle--> closing --stored--> (none)
 *                      |                 \--store failed, or a bug---------^
 *                      \--unknown, deleted, damaged-> (none)
 * </pre>
 *
 * <p>Who asks while a document is closing, or is being made to close, waits until it is closed, and then opens it again: a
 * deleted document is not found then. Safe for use by many threads.
 */
public final class Documents implements DocumentDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(Documents.class);

    private final DocumentEnvironment environment;
    private final Function<DocumentKey, DocumentThread> threads;
    private final ConcurrentMap<DocumentKey, Entry> entries = new ConcurrentHashMap<>();
    /** Held while a document enters, so that whoever drains finds each that did. */
    private final Object entrance = new Object();

    @GuardedBy("entrance")
    private boolean isDraining;

    /**
     * Creates the registry.
     *
     * @param threads gives a document its thread; the same key must always get the same thread
     */
    public Documents(
            Store store,
            InstantSource clock,
            OrderingOptions options,
            OrderingListener listener,
            Function<DocumentKey, DocumentThread> threads) {
        this.environment = new DocumentEnvironment(store, clock, options, listener, new TreeSizes());
        this.threads = threads;
    }

    /** Why a document could not be opened. */
    public sealed interface OpenFailure {
        /** No such document, or it is deleted. */
        record NotFound() implements OpenFailure {}

        /** The service has as many documents open as it may have, or is shutting down; try again later. */
        record Unavailable(String why) implements OpenFailure {}

        /** What is stored of the document cannot be used. */
        record Damaged(Throwable cause) implements OpenFailure {}
    }

    /**
     * Opens the document if necessary and hands it to {@code user}, on the document's thread.
     *
     * <p>Whatever {@code user}, or anything else on the document's thread, throws closes this document and no other: its state
     * may be half changed, so it is forgotten and read again by the next who asks.
     *
     * @param user called at most once; either it or {@code failed} is called, both if it throws
     * @param failed called on the document's thread
     */
    public void use(DocumentKey key, Consumer<OpenDocument> user, Consumer<OpenFailure> failed) {
        DocumentThread thread = threads.apply(key);
        thread.execute(() -> {
            Entry entry = entries.get(key);
            if (entry == null) {
                entry = new Entry(key, thread);
                Optional<OpenFailure> refused = enter(entry);
                if (refused.isPresent()) {
                    failed.accept(refused.get());
                    return;
                }
                // Before it loads: what is read may be there at once, and then all who wait are served.
                entry.use(user, failed);
                entry.load();
            } else {
                entry.use(user, failed);
            }
        });
    }

    private Optional<OpenFailure> enter(Entry entry) {
        synchronized (entrance) {
            if (isDraining) {
                return Optional.of(new OpenFailure.Unavailable("shutting down"));
            }
            if (entries.size() >= environment.options().maxOpenDocuments()) {
                environment.listener().refused(Limit.DOCUMENTS_OPEN);
                return Optional.of(new OpenFailure.Unavailable("too many open documents"));
            }
            entries.put(entry.key, entry);
            return Optional.empty();
        }
    }

    /** Returns how many documents are open. */
    public int openCount() {
        return entries.size();
    }

    /**
     * Tells how far a document is, and who is there to summarize it, without opening it.
     *
     * <p>A document that is not open is as its last checkpoint says, which may know of fewer summaries than there are.
     *
     * @return completes on the document's thread; with nothing if there is no such document, or it is deleted
     */
    public CompletionStage<Optional<DocumentStanding>> standing(DocumentKey key) {
        CompletableFuture<Optional<DocumentStanding>> standing = new CompletableFuture<>();
        GuardedThread thread = new GuardedThread(threads.apply(key), standing::completeExceptionally);
        thread.execute(() -> {
            Entry entry = entries.get(key);
            if (entry != null && entry.document != null) {
                standing.complete(Optional.of(entry.document.standing()));
            } else {
                thread.blocking(() -> environment.store().read(view -> stored(view, key)))
                        .whenComplete((stored, failure) -> {
                            if (failure == null) {
                                standing.complete(stored);
                            } else {
                                standing.completeExceptionally(failure);
                            }
                        });
            }
        });
        return standing;
    }

    private static Optional<DocumentStanding> stored(StoreView view, DocumentKey key) {
        return view.document(key)
                .filter(row -> !row.isDeleted())
                .flatMap(row -> view.checkpoint(key))
                .map(Checkpoint::parse)
                .map(checkpoint ->
                        new DocumentStanding(view.lastSequenceNumber(key), checkpoint.protocolHead(), List.of()));
    }

    @Override
    public boolean isOpen(DocumentKey key) {
        return entries.containsKey(key);
    }

    @Override
    public void signal(DocumentKey key, byte[] signalJson) {
        Entry entry = entries.get(key);
        if (entry != null) {
            entry.thread.execute(() -> {
                if (entry.document != null) {
                    entry.document.signal(new SignalMessage(signalJson));
                }
            });
        }
    }

    @Override
    public CompletionStage<Void> close(DocumentKey key, String reason) {
        Entry entry = entries.get(key);
        if (entry == null) {
            return CompletableFuture.completedFuture(null);
        }
        entry.thread.execute(() -> entry.expel(reason));
        return entry.gone.copy();
    }

    @Override
    public byte[] initialState(long sequenceNumber, byte[] quorumValuesJson, GitId firstVersion) {
        return Checkpoint.initial(sequenceNumber, quorumValuesJson, firstVersion)
                .toBytes();
    }

    /** Opens no more documents and closes all that are open; completes when everything is stored. */
    public CompletionStage<Void> drain(String reason) {
        synchronized (entrance) {
            isDraining = true;
        }
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (DocumentKey key : entries.keySet()) {
            all.add(close(key, reason).toCompletableFuture());
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
    }

    /** One document's place in the registry. All but the final fields is confined to the document's thread. */
    private final class Entry {
        final DocumentKey key;
        final GuardedThread thread;
        final CompletableFuture<Void> gone = new CompletableFuture<>();
        private final List<Waiter> waiters = new ArrayList<>();
        private @Nullable OpenDocument document;
        private boolean isClosing;
        private boolean isBroken;
        private boolean isExpelling;
        private long idleSince;

        private record Waiter(Consumer<OpenDocument> user, Consumer<OpenFailure> failed) {}

        Entry(DocumentKey key, DocumentThread thread) {
            this.key = key;
            this.thread = new GuardedThread(thread, this::broke);
        }

        void use(Consumer<OpenDocument> user, Consumer<OpenFailure> failed) {
            if (document == null || isClosing || isExpelling) {
                waiters.add(new Waiter(user, failed));
            } else {
                OpenDocument open = document;
                serve(new Waiter(user, failed), open);
                thread.run(open::considerIdle);
            }
        }

        private void serve(Waiter waiter, OpenDocument open) {
            thread.run(() -> {
                try {
                    waiter.user().accept(open);
                } catch (RuntimeException | Error unexpected) {
                    waiters.add(waiter);
                    throw unexpected;
                }
            });
        }

        void load() {
            thread.blocking(() -> environment
                            .store()
                            .read(view -> LoadedDocument.read(
                                    view, key, environment.options().sequencer(), environment.nowMs())))
                    .whenComplete((loaded, failure) -> thread.run(() -> {
                        if (failure != null) {
                            LOG.error("document {} cannot be opened", key, failure);
                            giveUp(new OpenFailure.Damaged(failure));
                        } else if (loaded.isEmpty()) {
                            giveUp(new OpenFailure.NotFound());
                        } else {
                            opened(loaded.get());
                        }
                    }));
        }

        void expel(String reason) {
            isExpelling = true;
            if (document == null) {
                return;
            }
            document.disconnectAll(reason);
            if (document.isIdle()) {
                retire(document);
            }
        }

        private void opened(LoadedDocument loaded) {
            OpenDocument opened = new OpenDocument(key, environment, thread, loaded, this::becameIdle, this::failed);
            document = opened;
            environment.listener().opened();
            opened.expelVanished();
            while (!isExpelling && !isClosing && !waiters.isEmpty()) {
                serve(waiters.remove(0), opened);
            }
            opened.considerIdle();
        }

        /** Lingers a little: a client that reconnects finds the document still open. */
        private void becameIdle() {
            long since = ++idleSince;
            if (isExpelling) {
                closeIfIdle(since);
            } else {
                thread.schedule(environment.options().idleClose(), () -> closeIfIdle(since));
            }
        }

        private void closeIfIdle(long since) {
            if (document != null && since == idleSince && !isClosing && document.isIdle()) {
                retire(document);
            }
        }

        private void retire(OpenDocument idle) {
            if (!isClosing) {
                isClosing = true;
                idle.retire(() -> {
                    environment.listener().closed();
                    leave();
                });
            }
        }

        private void failed(Throwable cause) {
            LOG.error("document {} is closed because it could not be stored", key, cause);
            environment.listener().failed();
            leave();
        }

        /** Nobody knows what state the document is in; who waits for it is told, since opening it may fail again at once. */
        private void broke(Throwable cause) {
            if (isBroken) {
                return;
            }
            isBroken = true;
            isClosing = true;
            LOG.error("document {} is closed after a failure that nobody expected", key, cause);
            OpenFailure why = new OpenFailure.Damaged(cause);
            if (document == null) {
                giveUp(why);
                return;
            }
            environment.listener().failed();
            document.abandon("the document failed", () -> giveUp(why));
        }

        private void giveUp(OpenFailure why) {
            entries.remove(key, this);
            gone.complete(null);
            List<Waiter> refused = List.copyOf(waiters);
            waiters.clear();
            refused.forEach(waiter -> waiter.failed().accept(why));
        }

        private void leave() {
            if (!entries.remove(key, this)) {
                return;
            }
            gone.complete(null);
            List<Waiter> again = List.copyOf(waiters);
            waiters.clear();
            again.forEach(waiter -> Documents.this.use(key, waiter.user(), waiter.failed()));
        }
    }
}
