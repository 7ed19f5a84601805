package dev.sluice.loader;

import dev.sluice.driver.Backoff;
import dev.sluice.driver.CatchUp;
import dev.sluice.driver.DeltaStorage;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.DriverException;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.loader.InboundQueue.Gap;
import dev.sluice.protocol.SequencedMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Brings ops to the processor in order, and fetches those that are missing, a page at a time (RT-013).
 *
 * <p>One fetch runs at a time on an I/O thread, while the page before it is processed; its own page waits until that is done, so
 * that no more than two lie in memory. Confined to the container's thread but for that.
 */
final class InboundFlow {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Backoff RETRY = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(8));

    private final ContainerThread thread;
    private final ContainerEnvironment environment;
    private final Timers timers;
    private final DeltaStorage log;
    private final InboundQueue queue;
    private final Processor processor;
    private final List<Runnable> atNewest = new ArrayList<>();
    private boolean isProcessing;
    private boolean isFetching;
    private int failures;

    /** Takes the ops, in order. */
    interface Processor {
        /** Processes the next op. */
        void process(SequencedMessage op);

        /** Whether it wants more. */
        boolean isOpen();

        /** Ends: what came contradicts what was there, or cannot be had. */
        void fail(ContainerException cause);
    }

    InboundFlow(
            ContainerThread thread,
            ContainerEnvironment environment,
            Timers timers,
            DeltaStorage log,
            InboundQueue queue,
            Processor processor) {
        this.thread = thread;
        this.environment = environment;
        this.timers = timers;
        this.log = log;
        this.queue = queue;
        this.processor = processor;
    }

    /** Takes ops in any order; what can be processed is processed before this returns, unless it is called from there. */
    void offer(List<SequencedMessage> ops) {
        take(prepared(ops));
    }

    private static List<InboundOp> prepared(List<SequencedMessage> ops) {
        return ops.stream().map(InboundOp::of).toList();
    }

    private void take(List<InboundOp> ops) {
        if (!processor.isOpen()) {
            return;
        }
        try {
            ops.forEach(queue::offer);
        } catch (ContainerException contradiction) {
            processor.fail(contradiction);
            return;
        }
        // What is missing behind these comes while they are processed, and they may tell of more.
        fetch();
        process();
        fetch();
    }

    /** Brings everything up to an op that is known to exist. */
    void know(long sequenceNumber) {
        queue.know(sequenceNumber);
        fetch();
    }

    /** Brings everything that the log has, then calls back. */
    void toNewest(Runnable whenThere) {
        atNewest.add(whenThere);
        fetch();
    }

    private void process() {
        if (isProcessing) {
            return;
        }
        isProcessing = true;
        try {
            Optional<SequencedMessage> next = processor.isOpen() ? queue.poll() : Optional.empty();
            while (next.isPresent()) {
                processor.process(next.get());
                next = processor.isOpen() ? queue.poll() : Optional.empty();
            }
        } finally {
            isProcessing = false;
        }
    }

    private void fetch() {
        if (isFetching || isProcessing || !processor.isOpen()) {
            return;
        }
        Optional<Gap> gap = queue.gap();
        if (gap.isPresent()) {
            long after = gap.get().after();
            long before = Math.min(gap.get().before(), after + DeltaStorage.PAGE_OPS + 1);
            fetch(() -> range(after, before));
        } else if (!atNewest.isEmpty()) {
            long after = queue.reached();
            fetch(() -> log.fetch(after, after + DeltaStorage.PAGE_OPS + 1));
        }
    }

    private void fetch(Supplier<List<SequencedMessage>> call) {
        isFetching = true;
        // Registered on the container's thread and completed there, so what follows runs there in any case.
        Blocking.call(environment.io(), thread, () -> prepared(call.get())).whenComplete((page, failure) -> {
            isFetching = false;
            if (failure == null) {
                fetched(page);
            } else {
                failed(failure);
            }
        });
    }

    private List<SequencedMessage> range(long after, long before) {
        List<SequencedMessage> page = new ArrayList<>();
        // The page is read on this thread: waiting here for others of the same pool could wait for ever.
        new CatchUp(log, Runnable::run, 1, PATIENCE, environment.pause()).range(after, before, page::addAll);
        return page;
    }

    private void fetched(List<InboundOp> page) {
        failures = 0;
        if (page.isEmpty() && queue.gap().isEmpty()) {
            List<Runnable> reached = List.copyOf(atNewest);
            atNewest.clear();
            reached.forEach(Runnable::run);
        }
        take(page);
    }

    private void failed(Throwable failure) {
        if (!processor.isOpen()) {
            return;
        }
        if (failure instanceof DriverException driver && driver.retryable()) {
            failures++;
            isFetching = true;
            timers.after(RETRY.delay(failures, driver.error(), environment.random()), () -> {
                isFetching = false;
                fetch();
            });
            return;
        }
        boolean isMissing =
                failure instanceof DriverException driver && driver.error() instanceof DriverError.MissingOps;
        processor.fail(new ContainerException(
                isMissing ? Kind.DATA_CORRUPTION : Kind.SERVICE,
                "ops after " + queue.reached() + " cannot be read: " + failure.getMessage(),
                failure));
    }
}
