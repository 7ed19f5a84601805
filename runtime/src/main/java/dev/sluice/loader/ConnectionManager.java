package dev.sluice.loader;

import dev.sluice.driver.Backoff;
import dev.sluice.driver.ClientDescription;
import dev.sluice.driver.ConnectRequest;
import dev.sluice.driver.ConnectionMode;
import dev.sluice.driver.DeltaStream;
import dev.sluice.driver.DeltaStreamListener;
import dev.sluice.driver.DisconnectReason;
import dev.sluice.driver.DocumentService;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.DriverException;
import dev.sluice.driver.Signal;
import dev.sluice.event.Registration;
import dev.sluice.protocol.Nack;
import dev.sluice.protocol.SequencedMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one stream open as long as one is wanted: opens it, tries again with growing delay, and replaces it.
 *
 * <p>What streams of the past still have to say is not heard: each carries the number of its attempt. Confined to the
 * container's thread.
 */
final class ConnectionManager {
    /** While the service cannot be reached; people wait. */
    private static final Backoff UNREACHABLE = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(8));
    /** While it answers, but not with a stream. */
    private static final Backoff REFUSED = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(60));
    /** A stream that ended sooner counts as a failed attempt. */
    private static final Duration SHORTEST_LIFE = Duration.ofSeconds(1);

    private static final int FORBIDDEN = 403;

    private final DocumentService service;
    private final ClientDescription client;
    private final Executor thread;
    private final Timers timers;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Owner owner;
    private ConnectionMode mode;
    private boolean isWanted;
    private int failures;
    private long attempt;
    private @Nullable DeltaStream stream;
    private Instant openedAt = Instant.MIN;
    private Registration retry = () -> {};

    /** Hears how it goes, on the container's thread. */
    interface Owner {
        /** An attempt begins. */
        void connecting();

        /** There is a stream. */
        void opened(DeltaStream stream);

        /** Ops came on it. */
        void ops(List<SequencedMessage> ops);

        /** A signal came on it. */
        void signal(Signal signal);

        /** The stream, or the attempt to open one, is over; another attempt follows if one is wanted. */
        void ended(String reason);

        /** The service will not have this client, whatever it tries. */
        void refused(DriverError error);
    }

    ConnectionManager(
            DocumentService service,
            ContainerEnvironment environment,
            ContainerOptions options,
            Executor thread,
            Timers timers,
            Owner owner) {
        this.service = service;
        this.client = options.client();
        this.mode = options.mode();
        this.thread = thread;
        this.timers = timers;
        this.clock = environment.clock();
        this.random = environment.random();
        this.owner = owner;
    }

    boolean isWanted() {
        return isWanted;
    }

    /** Wants a stream from now on. */
    void connect() {
        if (!isWanted) {
            isWanted = true;
            failures = 0;
            open();
        }
    }

    /** Wants none from now on. */
    void disconnect(String reason) {
        if (isWanted) {
            isWanted = false;
            drop(reason);
        }
    }

    /** Replaces the stream by one of the given mode. */
    void replace(ConnectionMode next, String reason) {
        mode = next;
        if (isWanted) {
            drop(reason);
            // Who heard of it may have had enough.
            if (isWanted) {
                open();
            }
        }
    }

    private void open() {
        long mine = ++attempt;
        owner.connecting();
        service.connect(new ConnectRequest(mode, client), new Listener(mine), thread)
                .whenComplete((opened, failure) -> {
                    if (mine != attempt) {
                        discard(opened);
                    } else if (opened != null) {
                        stream = opened;
                        openedAt = clock.instant();
                        owner.opened(opened);
                    } else {
                        failed(failure);
                    }
                });
    }

    private static void discard(@Nullable DeltaStream late) {
        if (late != null) {
            late.disconnect("it is not wanted any more");
        }
    }

    /** Ends what there is: no event of it is heard after this. */
    private void drop(String reason) {
        attempt++;
        retry.close();
        DeltaStream ending = stream;
        stream = null;
        if (ending != null) {
            ending.disconnect(reason);
        }
        owner.ended(reason);
    }

    private void failed(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        DriverError error = cause instanceof DriverException driver
                ? driver.error()
                : new DriverError.BadAnswer("connecting failed: " + cause);
        if (error.retryable()) {
            tryAgain(error.message(), error, Duration.ZERO);
        } else {
            isWanted = false;
            drop(error.message());
            owner.refused(error);
        }
    }

    private void ended(DisconnectReason reason) {
        DriverError error = reason instanceof DisconnectReason.Lost lost
                ? lost.error()
                : new DriverError.Unreachable(reason.message());
        // What is final the next attempt will be told: a token may have expired, and another be at hand.
        tryAgain(reason.message(), error, Duration.ZERO);
    }

    private void nacked(Nack nack) {
        String reason = "the service refused a message: " + nack.message();
        if (nack.code() == FORBIDDEN) {
            failed(new DriverException(new DriverError.Unauthorized(reason, FORBIDDEN)));
            return;
        }
        // A refused message was an edit, so the next connection is a writer's.
        mode = ConnectionMode.WRITE;
        Duration wait = nack.retryAfter().orElse(Duration.ZERO);
        tryAgain(reason, new DriverError.Unreachable(reason), wait);
    }

    private void tryAgain(String reason, DriverError error, Duration atLeast) {
        boolean livedLong =
                stream != null && Duration.between(openedAt, clock.instant()).compareTo(SHORTEST_LIFE) >= 0;
        failures = livedLong ? 0 : failures + 1;
        drop(reason);
        Backoff backoff = error instanceof DriverError.Unreachable ? UNREACHABLE : REFUSED;
        Duration own =
                failures == 0 ? error.retryAfter().orElse(Duration.ZERO) : backoff.delay(failures, error, random);
        Duration delay = own.compareTo(atLeast) < 0 ? atLeast : own;
        // Whoever heard of the end may have ended the wish, too.
        if (isWanted) {
            retry = timers.after(delay, this::open);
        }
    }

    /** Hears one stream. */
    private final class Listener implements DeltaStreamListener {
        private final long mine;

        Listener(long mine) {
            this.mine = mine;
        }

        @Override
        public void ops(List<SequencedMessage> ops) {
            if (mine == attempt) {
                owner.ops(ops);
            }
        }

        @Override
        public void signal(Signal signal) {
            if (mine == attempt) {
                owner.signal(signal);
            }
        }

        @Override
        public void nacked(List<Nack> nacks) {
            if (mine == attempt) {
                ConnectionManager.this.nacked(nacks.get(0));
            }
        }

        @Override
        public void disconnected(DisconnectReason reason) {
            if (mine == attempt) {
                ended(reason);
            }
        }
    }
}
