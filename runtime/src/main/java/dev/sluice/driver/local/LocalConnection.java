package dev.sluice.driver.local;

import dev.sluice.driver.ConnectRequest;
import dev.sluice.driver.ConnectedDetails;
import dev.sluice.driver.DeltaStream;
import dev.sluice.driver.DeltaStreamListener;
import dev.sluice.driver.DisconnectReason;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.DriverException;
import dev.sluice.driver.OutboundSignal;
import dev.sluice.driver.SerialExecutor;
import dev.sluice.driver.Signal;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.Nack;
import dev.sluice.protocol.SequencedMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a client to a {@link LocalService}, as somebody sees it who stands between the two.
 *
 * <p>Two queues: what the client has sent and the service has not taken, the request to connect first; and what the service has
 * told and the client has not heard. {@link #take} and {@link #deliver} move them on, {@link #cut} breaks the connection:
 * the client hears of it, what it has sent is still under way, and behind that comes the service's notice. So a test decides
 * whether what was in flight is sequenced ({@link #take}) or lost ({@link #lose}), and how late the member leaves.
 *
 * <p>Safe for use by many threads.
 *
 * @since 0.1
 */
public final class LocalConnection {
    private static final int MAX_SUBMISSION_BYTES = 1_000_000;

    private final LocalService service;
    private final DocumentKey key;
    private final ConnectRequest request;
    private final LocalUser user;
    private final DeltaStreamListener listener;
    private final SerialExecutor events;
    private final CompletableFuture<DeltaStream> outcome = new CompletableFuture<>();
    private final Deque<Travelling> sent = new ArrayDeque<>();
    private final Deque<Runnable> told = new ArrayDeque<>();
    private final Deque<Nack> injected = new ArrayDeque<>();
    private @Nullable LocalPresence presence;
    private boolean hasEnded;

    /** Something on its way to the service. */
    private record Travelling(Kind kind, Runnable arrival) {}

    private enum Kind {
        CONNECT,
        MESSAGE,
        LEAVE
    }

    LocalConnection(
            LocalService service,
            DocumentKey key,
            LocalUser user,
            ConnectRequest request,
            DeltaStreamListener listener,
            Executor executor) {
        this.service = service;
        this.key = key;
        this.user = user;
        this.request = request;
        this.listener = listener;
        this.events = new SerialExecutor(executor);
    }

    CompletableFuture<DeltaStream> begin() {
        service.run(() -> {
            service.add(this);
            send(Kind.CONNECT, this::connect);
        });
        return outcome;
    }

    /** Returns the name the service gave; empty until it took the request. */
    public Optional<String> clientId() {
        return service.locked(
                () -> Optional.ofNullable(presence).map(known -> known.details().clientId()));
    }

    /** Returns how many things the service has not taken. */
    public int unsent() {
        return service.locked(sent::size);
    }

    /** Returns how many things the client has not heard. */
    public int undelivered() {
        return service.locked(told::size);
    }

    /** Returns whether the client knows that the connection is over. */
    public boolean hasEnded() {
        return service.locked(() -> hasEnded);
    }

    /** Has the service take what the client has sent, at most {@code count} things. */
    public void take(int count) {
        service.run(() -> {
            for (int i = 0; i < count && !sent.isEmpty(); i++) {
                sent.remove().arrival().run();
            }
        });
    }

    /** Has the client's executor run what the service has told, at most {@code count} things. */
    public void deliver(int count) {
        service.run(() -> {
            for (int i = 0; i < count && !told.isEmpty(); i++) {
                events.enqueue(told.remove());
            }
            service.touch(this);
        });
    }

    /** Loses what the client has sent and the service has not taken; only the end of a connection is always noticed. */
    public void lose() {
        service.run(() -> sent.removeIf(travelling -> travelling.kind() == Kind.MESSAGE));
    }

    /** Breaks the connection: the client hears of it next, and nothing of what it has not heard yet. */
    public void cut(DisconnectReason reason) {
        service.run(() -> end(reason));
    }

    /** Breaks the connection as a network does. */
    public void cut() {
        cut(new DisconnectReason.Lost(new DriverError.Unreachable("the connection was cut")));
    }

    /** Has the service refuse the next batch of this client with the nack instead of sequencing it. */
    public void nackNext(Nack nack) {
        service.run(() -> injected.add(nack));
    }

    /** Has the member leave although it is connected, as one that was silent for too long does (SVC §4.5). */
    public void expire() {
        service.run(() -> Optional.ofNullable(presence).ifPresent(LocalPresence::expire));
    }

    void leave(String reason) {
        cut(new DisconnectReason.ByClient(reason));
    }

    void flush() {
        events.flush();
    }

    boolean isPresentAt(DocumentKey document) {
        return presence != null && key.equals(document);
    }

    boolean isNamed(String clientId) {
        return presence != null && presence.details().clientId().equals(clientId);
    }

    Optional<ConnectedDetails.ConnectedClient> describe() {
        return Optional.ofNullable(presence).map(LocalPresence::describe);
    }

    void tell(SequencedMessage op) {
        tell(() -> listener.ops(List.of(op)));
    }

    void tell(Signal signal) {
        tell(() -> listener.signal(signal));
    }

    void tell(Nack nack) {
        tell(() -> listener.nacked(List.of(nack)));
    }

    private void connect() {
        Optional<DriverError> refusal = service.nextRefusal();
        if (refusal.isPresent()) {
            refuse(new DriverException(refusal.get()));
            return;
        }
        LocalPresence accepted;
        try {
            accepted = LocalPresence.accept(service, key, user, request, this);
        } catch (DriverException refused) {
            refuse(refused);
            return;
        }
        // The newcomer is let in before it hears anything, its own join signal included (SVC-052 as clients see it).
        tell(() -> outcome.complete(new Stream(accepted.details())));
        presence = accepted;
        accepted.announce();
    }

    private void refuse(DriverException refusal) {
        tell(() -> {
            service.run(() -> service.remove(this));
            outcome.completeExceptionally(refusal);
        });
        hasEnded = true;
    }

    private void send(Kind kind, Runnable arrival) {
        if (service.deliversAtOnce()) {
            arrival.run();
        } else {
            sent.add(new Travelling(kind, arrival));
        }
    }

    private void tell(Runnable event) {
        if (hasEnded) {
            return;
        }
        if (service.deliversAtOnce()) {
            events.enqueue(event);
            service.touch(this);
        } else {
            told.add(event);
        }
    }

    /** The client's side ends now; the service's side when the news arrives there. */
    private void end(DisconnectReason reason) {
        if (hasEnded) {
            return;
        }
        told.clear();
        hasEnded = true;
        events.enqueue(() -> {
            if (outcome.isDone()) {
                listener.disconnected(reason);
            } else {
                outcome.completeExceptionally(
                        new DriverException(new DriverError.Unreachable(reason.message() + " while connecting")));
            }
        });
        service.touch(this);
        send(Kind.LEAVE, () -> {
            Optional.ofNullable(presence).ifPresent(LocalPresence::leave);
            presence = null;
            service.remove(this);
        });
    }

    private void submitted(LocalPresence to, List<DocumentMessage> batch) {
        Nack nack = injected.poll();
        if (nack == null) {
            to.submit(batch);
        } else {
            tell(nack);
        }
    }

    /** What the client holds. */
    private final class Stream implements DeltaStream {
        private final ConnectedDetails details;

        Stream(ConnectedDetails details) {
            this.details = details;
        }

        @Override
        public ConnectedDetails details() {
            return details;
        }

        /** There are no frames to be filled; the same sizes as elsewhere show what would be too large there. */
        @Override
        public int maxSubmissionBytes() {
            return MAX_SUBMISSION_BYTES;
        }

        @Override
        public void submit(List<DocumentMessage> batch) {
            if (batch.isEmpty()) {
                throw new IllegalArgumentException("a batch without messages");
            }
            List<DocumentMessage> copy = List.copyOf(batch);
            post(() -> Optional.ofNullable(presence).ifPresent(present -> submitted(present, copy)));
        }

        @Override
        public void signal(OutboundSignal signal) {
            post(() -> Optional.ofNullable(presence).ifPresent(present -> present.signal(signal)));
        }

        @Override
        public void disconnect(String reason) {
            leave(reason);
        }

        private void post(Runnable arrival) {
            service.run(() -> {
                if (!hasEnded) {
                    send(Kind.MESSAGE, arrival);
                }
            });
        }
    }
}
