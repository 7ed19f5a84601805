package dev.sluice.server.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.sluice.agent.AttemptListener;
import dev.sluice.agent.SummarizerOptions;
import dev.sluice.agent.SummaryPolicy;
import dev.sluice.client.ClientThreads;
import dev.sluice.container.RuntimeOptions;
import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.gc.GcException;
import dev.sluice.gc.session.GcSetup;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.ordering.DocumentStanding;
import dev.sluice.server.ordering.Documents;
import dev.sluice.server.pool.Remarks.Remark;
import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Summarizes documents that have unsummarized ops, or garbage of some age, and no client that could.
 *
 * <p>A document is noted when it has new ops, and looked at a while later: who is there, and how much is unsummarized. If it is the
 * pool's, a client inside the server opens it, summarizes it, and leaves; so nothing is kept open, and what that client itself
 * causes, from its join to the answer to its summary, is no reason for another. A document that fails is left alone for longer each
 * time, and holds up no other; one that cannot be summarized here is left alone until somebody else has summarized it.
 *
 * <p>All stored documents are noted once after the start. Those with garbage that nobody collects are come back to when it is due to be
 * tombstoned or swept (see {@link Ageing}): the join of that client is what brings the document's time up to the day.
 *
 * <p>Safe for use by many threads; only {@link #noted} and what is told to operators may be called on event loops.
 */
public final class SummarizerPool {
    private static final Logger LOG = LoggerFactory.getLogger(SummarizerPool.class);
    private static final int WAITING_MAX = 100_000;
    private static final int PAGE_DOCUMENTS = WAITING_MAX / 2;
    private static final int REMARKS_MAX = 10_000;
    private static final Duration LONGEST_TICK = Duration.ofSeconds(1);

    private final ServerConfig.Summarizers config;
    private final Store store;
    private final Documents documents;
    private final DocumentServiceFactory services;
    private final InstantSource clock;
    private final SummarizerOptions options;
    private final PoolListener listener;
    private final ClientThreads threads;
    private final Ageing ageing;
    private final StoredDocuments stored;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Schedule schedule;

    @GuardedBy("lock")
    private final Remarks remarks = new Remarks(REMARKS_MAX);

    @GuardedBy("lock")
    private final Set<PoolSession> sessions = new LinkedHashSet<>();

    @GuardedBy("lock")
    private Search search = Search.DUE;

    @GuardedBy("lock")
    private @Nullable CompletableFuture<Void> drained;

    /** Going through the stored documents. */
    private enum Search {
        /** It begins or goes on as soon as there is room for what it finds. */
        DUE,
        /** Some are read now. */
        UNDER_WAY,
        /** All were noted. */
        DONE
    }

    /**
     * Makes a pool that does nothing yet.
     *
     * @param services the way to the server's documents from inside
     * @param attempts hears of each summary
     * @param listener hears what comes of each document
     */
    public SummarizerPool(
            ServerConfig.Summarizers config,
            Store store,
            Documents documents,
            DocumentServiceFactory services,
            InstantSource clock,
            ClientThreads threads,
            AttemptListener attempts,
            PoolListener listener) {
        this.config = config;
        this.store = store;
        this.documents = documents;
        this.services = services;
        this.clock = clock;
        this.threads = threads;
        this.listener = listener;
        this.schedule = new Schedule(config.poolSize(), config.delay(), WAITING_MAX);
        GcSetup collection = CollectionSetup.of(config.collection());
        this.ageing = new Ageing(
                new StoredAgeing(store, collection, config.documentMaxBytes()), config.ageing(), WAITING_MAX);
        this.stored = new StoredDocuments(store, this::isServed);
        this.options = SummarizerOptions.DEFAULT
                .withPolicy(SummaryPolicy.ON_DEMAND)
                .withRuntime(RuntimeOptions.DEFAULT.withCollection(collection))
                .withListener(attempts);
    }

    /** Begins, with the documents that were left before the server was started. */
    public void start() {
        Duration delay = config.delay();
        threads.every(delay.compareTo(LONGEST_TICK) < 0 ? delay : LONGEST_TICK, this::tick);
    }

    private void tick() {
        if (beginsSearching()) {
            threads.pool().execute(this::noteStored);
        }
        attendDue();
    }

    private boolean beginsSearching() {
        boolean lacksDocuments = ageing.lacksDocuments();
        synchronized (lock) {
            if (search == Search.DONE && lacksDocuments) {
                search = Search.DUE;
            }
            boolean begins = search == Search.DUE && drained == null && schedule.room() >= PAGE_DOCUMENTS;
            if (begins) {
                search = Search.UNDER_WAY;
            }
            return begins;
        }
    }

    private void noteStored() {
        Search next = Search.DONE;
        try {
            List<DocumentKey> page = stored.next(PAGE_DOCUMENTS);
            page.forEach(this::noted);
            next = page.isEmpty() ? Search.DONE : Search.DUE;
        } catch (StoreException unreadable) {
            LOG.warn("documents that were left are looked at when they have new ops", unreadable);
        } finally {
            synchronized (lock) {
                search = next;
            }
        }
    }

    /** A document has new ops. Cheap; never blocks. */
    public void noted(DocumentKey document) {
        if (isServed(document)) {
            synchronized (lock) {
                schedule.noted(document, clock.instant());
            }
        }
    }

    private boolean isServed(DocumentKey document) {
        return config.tenants().isEmpty() || config.tenants().contains(document.tenant());
    }

    private void attendDue() {
        Optional<DocumentKey> due = nextDue();
        while (due.isPresent()) {
            DocumentKey document = due.get();
            threads.pool().execute(() -> attend(document));
            due = nextDue();
        }
    }

    private Optional<DocumentKey> nextDue() {
        synchronized (lock) {
            if (drained != null) {
                return Optional.empty();
            }
            Instant now = clock.instant();
            noteAged(now);
            return schedule.next(now);
        }
    }

    @GuardedBy("lock")
    private void noteAged(Instant now) {
        while (schedule.room() > 0) {
            Optional<DocumentKey> due = ageing.next(now);
            if (due.isEmpty()) {
                return;
            }
            schedule.noted(due.get(), now);
        }
    }

    private void attend(DocumentKey document) {
        long summarized = -1;
        PoolOutcome outcome;
        try {
            Optional<DocumentStanding> standing =
                    documents.standing(document).toCompletableFuture().join();
            summarized =
                    standing.map(DocumentStanding::summarizedSequenceNumber).orElse(summarized);
            outcome = standing.map(known -> attend(document, known)).orElseGet(() -> gone(document));
        } catch (RuntimeException | Error unexpected) {
            // This document's alone: the others' places must come free again.
            LOG.warn("document {} cannot be attended to", document, unexpected);
            outcome = new PoolOutcome.Failed(unexpected.toString());
        }
        ended(document, summarized, outcome);
    }

    private PoolOutcome attend(DocumentKey document, DocumentStanding standing) {
        Attention attention = Attention.to(standing.members());
        if (attention == Attention.LEFT_TO_CLIENTS || isLeftAlone(document, standing)) {
            ageing.forget(document);
            return new PoolOutcome.Nothing();
        }
        try {
            int enough = attention == Attention.DESERTED ? config.idleOps() : config.ops();
            boolean hasNews = UnsummarizedOps.count(store, document, standing, enough) >= enough;
            if (!hasNews && !ageing.isDue(document, clock.instant())) {
                return new PoolOutcome.Nothing();
            }
            PoolOutcome outcome = summarize(document);
            if (outcome instanceof PoolOutcome.Summarized) {
                ageing.summarized(document, clock.instant());
            }
            return outcome;
        } catch (GcException | JsonException damaged) {
            return new PoolOutcome.LeftAlone("what is stored of collection: " + damaged.getMessage());
        }
    }

    private PoolOutcome summarize(DocumentKey document) {
        PoolSession session = new PoolSession(threads.environment(clock), services, document, options);
        if (!begin(session)) {
            return new PoolOutcome.Nothing();
        }
        try {
            return session.run(config.timeout());
        } finally {
            synchronized (lock) {
                sessions.remove(session);
            }
        }
    }

    private PoolOutcome gone(DocumentKey document) {
        ageing.forget(document);
        synchronized (lock) {
            remarks.remove(document);
        }
        return new PoolOutcome.Nothing();
    }

    private boolean isLeftAlone(DocumentKey document, DocumentStanding standing) {
        synchronized (lock) {
            return remarks.isLeftAlone(document, standing.summarizedSequenceNumber());
        }
    }

    private boolean begin(PoolSession session) {
        synchronized (lock) {
            return drained == null && sessions.add(session);
        }
    }

    private void ended(DocumentKey document, long summarized, PoolOutcome outcome) {
        if (outcome instanceof PoolOutcome.Summarized) {
            listener.ended(PoolListener.Result.SUMMARIZED);
        } else if (outcome instanceof PoolOutcome.SteppedBack) {
            listener.ended(PoolListener.Result.STEPPED_BACK);
        }
        if (outcome instanceof PoolOutcome.Failed failed) {
            failed(document, summarized, failed.reason());
        } else if (outcome instanceof PoolOutcome.LeftAlone left) {
            leftAlone(document, summarized, left.reason());
        } else {
            done(document, outcome);
        }
        attendDue();
    }

    private void done(DocumentKey document, PoolOutcome outcome) {
        synchronized (lock) {
            boolean isLeftAlone = outcome instanceof PoolOutcome.Nothing
                    && remarks.get(document).filter(Remark::isFinal).isPresent();
            if (!isLeftAlone) {
                remarks.remove(document);
            }
            schedule.done(document, clock.instant());
            considerDrained();
        }
    }

    private void failed(DocumentKey document, long summarized, String reason) {
        listener.ended(PoolListener.Result.FAILED);
        Duration pause;
        synchronized (lock) {
            remarks.put(document, new Remark(false, reason, summarized));
            pause = schedule.failed(document, clock.instant());
            considerDrained();
        }
        LOG.warn("document {} could not be summarized, again in {}: {}", document, pause, reason);
    }

    private void leftAlone(DocumentKey document, long summarized, String reason) {
        listener.ended(PoolListener.Result.LEFT_ALONE);
        boolean isNew;
        synchronized (lock) {
            isNew = remarks.put(document, new Remark(true, reason, summarized));
            schedule.done(document, clock.instant());
            considerDrained();
        }
        if (isNew) {
            LOG.warn("document {} cannot be summarized by this server, and is left alone: {}", document, reason);
        }
    }

    @GuardedBy("lock")
    private void considerDrained() {
        if (drained != null && schedule.attended() == 0) {
            drained.complete(null);
        }
    }

    /** Attends to no more documents and leaves those that are open; completes when all are left. */
    public CompletionStage<Void> drain() {
        List<PoolSession> open;
        CompletableFuture<Void> completion = new CompletableFuture<>();
        synchronized (lock) {
            drained = completion;
            open = List.copyOf(sessions);
            considerDrained();
        }
        open.forEach(PoolSession::stop);
        return completion;
    }

    /** Returns what the pool has to do with a document; nothing if there is nothing. */
    public Optional<PoolEntry> entry(DocumentKey document) {
        synchronized (lock) {
            return entryOf(document);
        }
    }

    @GuardedBy("lock")
    private Optional<PoolEntry> entryOf(DocumentKey document) {
        Optional<Remark> remark = remarks.get(document);
        Optional<Instant> due = schedule.due(document);
        PoolEntry.State state;
        if (schedule.isAttended(document)) {
            state = PoolEntry.State.ATTENDED;
        } else if (remark.isPresent()) {
            state = remark.get().isFinal() ? PoolEntry.State.LEFT_ALONE : PoolEntry.State.BACKING_OFF;
        } else if (due.isPresent()) {
            state = PoolEntry.State.WAITING;
        } else {
            return ageing.at(document)
                    .map(at -> new PoolEntry(document, PoolEntry.State.AGEING, Optional.empty(), 0, Optional.of(at)));
        }
        return Optional.of(
                new PoolEntry(document, state, remark.map(Remark::reason), schedule.failures(document), due));
    }

    /** Tells of the documents that are attended to, and of those that could not be summarized. */
    public void tell(Consumer<PoolEntry> sink) {
        List<PoolEntry> entries = new ArrayList<>();
        synchronized (lock) {
            Set<DocumentKey> keys = new LinkedHashSet<>(schedule.attendedDocuments());
            keys.addAll(remarks.documents());
            for (DocumentKey document : keys) {
                entryOf(document).ifPresent(entries::add);
            }
        }
        entries.forEach(sink);
    }

    /** Returns how many documents wait to be looked at. */
    public int waiting() {
        synchronized (lock) {
            return schedule.waiting();
        }
    }

    /** Returns how many are come back to when their garbage is old enough. */
    public int ageing() {
        return ageing.size();
    }

    /** Returns how many are looked at or summarized now. */
    public int attended() {
        synchronized (lock) {
            return schedule.attended();
        }
    }

    /** Returns how many are left alone because they cannot be summarized here. */
    public int leftAlone() {
        synchronized (lock) {
            return remarks.leftAlone();
        }
    }
}
