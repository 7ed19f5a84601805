package dev.sluice.driver;

import dev.sluice.protocol.SequencedMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Reads long ranges of an op log, several pages at a time, and hands them on in order.
 *
 * <p>A service may answer with a part of a page; the rest is asked for again. Ops that are known to exist but are not readable
 * yet are waited for with growing delay (SVC §1.4). Immutable; safe for use by many threads if {@code pause} is.
 *
 * @since 0.1
 */
public final class CatchUp {
    private static final Duration FIRST_WAIT = Duration.ofMillis(50);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final DeltaStorage log;
    private final Executor executor;
    private final int parallelPages;
    private final Duration patience;
    private final Consumer<Duration> pause;

    /**
     * Makes one.
     *
     * @param log what is read
     * @param executor runs the requests, which block
     * @param parallelPages how many pages are read ahead, from 1
     * @param patience how long missing ops are waited for, about 30 s
     * @param pause waits
     */
    public CatchUp(
            DeltaStorage log, Executor executor, int parallelPages, Duration patience, Consumer<Duration> pause) {
        if (parallelPages < 1) {
            throw new IllegalArgumentException(parallelPages + " parallel pages, expected at least 1");
        }
        this.log = log;
        this.executor = executor;
        this.parallelPages = parallelPages;
        this.patience = patience;
        this.pause = pause;
    }

    /**
     * Reads the ops with {@code after} &lt; number &lt; {@code before}, which are known to exist, and blocks until all are
     * handed on.
     *
     * @param sink is called on this thread, with contiguous ops
     * @throws DriverException if a request fails, or with {@link DriverError.MissingOps} if ops do not appear in time
     */
    public void range(long after, long before, Consumer<List<SequencedMessage>> sink) {
        Queue<CompletableFuture<List<SequencedMessage>>> pages = new ArrayDeque<>();
        long next = after;
        try {
            while (next < before - 1 || !pages.isEmpty()) {
                while (next < before - 1 && pages.size() < parallelPages) {
                    long from = next;
                    long to = Math.min(before, from + DeltaStorage.PAGE_OPS + 1);
                    pages.add(CompletableFuture.supplyAsync(() -> page(from, to), executor));
                    next = to - 1;
                }
                sink.accept(join(pages.remove()));
            }
        } finally {
            pages.forEach(page -> page.cancel(false));
        }
    }

    /**
     * Reads all ops after a number up to the newest, and blocks until all are handed on.
     *
     * @return the number of the newest op; {@code after} if there is none
     * @throws DriverException if a request fails
     */
    public long toNewest(long after, Consumer<List<SequencedMessage>> sink) {
        long newest = after;
        List<SequencedMessage> page = log.fetch(newest, newest + DeltaStorage.PAGE_OPS + 1);
        while (!page.isEmpty()) {
            sink.accept(page);
            newest += page.size();
            page = log.fetch(newest, newest + DeltaStorage.PAGE_OPS + 1);
        }
        return newest;
    }

    private List<SequencedMessage> page(long after, long before) {
        List<SequencedMessage> ops = new ArrayList<>();
        Duration waited = Duration.ZERO;
        Duration wait = FIRST_WAIT;
        while (after + ops.size() < before - 1) {
            List<SequencedMessage> part = log.fetch(after + ops.size(), before);
            ops.addAll(part);
            if (!part.isEmpty()) {
                continue;
            }
            if (waited.compareTo(patience) >= 0) {
                throw new DriverException(new DriverError.MissingOps("op " + (after + ops.size() + 1)
                        + " is known to exist, but the log did not have it after " + patience));
            }
            pause.accept(wait);
            waited = waited.plus(wait);
            wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
        }
        return ops;
    }

    private static List<SequencedMessage> join(CompletableFuture<List<SequencedMessage>> page) {
        try {
            return page.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof DriverException cause) {
                throw cause;
            }
            throw failed;
        }
    }
}
