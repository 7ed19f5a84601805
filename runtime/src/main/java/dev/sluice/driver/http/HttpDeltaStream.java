package dev.sluice.driver.http;

import dev.sluice.driver.ConnectRequest;
import dev.sluice.driver.ConnectedDetails;
import dev.sluice.driver.DeltaStream;
import dev.sluice.driver.DeltaStreamListener;
import dev.sluice.driver.DisconnectReason;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.OutboundSignal;
import dev.sluice.driver.SerialExecutor;
import dev.sluice.driver.Signal;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.Nack;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A live stream over one socket (SVC §3). Safe for use by many threads.
 *
 * <p>What comes before the service's yes is kept until the caller has the stream; then everything goes through the caller's
 * executor, in order.
 */
final class HttpDeltaStream implements DeltaStream, EngineSocket.Receiver {
    /** Hears how connecting went, on the executor of the events. */
    interface Outcome {
        void connected(HttpDeltaStream stream);

        void failed(DriverError error);
    }

    /** Something to tell of, and what it takes to keep it. */
    private record Occurrence(long bytes, Runnable telling) {}

    private static final long MAX_EARLY_BYTES = 64L << 20;
    private static final int EVENT_BYTES = 1_000;

    private final DocumentKey key;
    private final String hello;
    private final String nonce;
    private final HttpOptions options;
    private final DeltaStreamListener listener;
    private final SerialExecutor events;
    private final Outcome outcome;
    private final EngineSocket socket;
    private final CompletableFuture<Void> answered = new CompletableFuture<>();

    private final Object lock = new Object();
    private final List<Occurrence> early = new ArrayList<>();
    private boolean saidHello;
    private long earlyBytes;
    private @Nullable ConnectedDetails details;
    private boolean ended;
    private long pings;
    private long pingedAtNanos;

    HttpDeltaStream(
            DocumentKey key,
            String token,
            String nonce,
            ConnectRequest request,
            HttpOptions options,
            DeltaStreamListener listener,
            SerialExecutor events,
            Outcome outcome) {
        this.key = key;
        this.hello = Frames.connectDocument(key, token, nonce, request);
        this.nonce = nonce;
        this.options = options;
        this.listener = listener;
        this.events = events;
        this.outcome = outcome;
        this.socket = new EngineSocket(this, options.maxFrameChars(), options.maxWaitingBytes());
    }

    /** Begins to wait for the answer. */
    EngineSocket begin() {
        answered.orTimeout(options.timeout().toMillis(), TimeUnit.MILLISECONDS).whenComplete((done, late) -> {
            if (late != null) {
                socket.fail("no connection after " + options.timeout());
            }
        });
        return socket;
    }

    @Override
    public ConnectedDetails details() {
        synchronized (lock) {
            ConnectedDetails known = details;
            if (known == null) {
                throw new IllegalStateException("the stream is given out when it is connected");
            }
            return known;
        }
    }

    @Override
    public int maxSubmissionBytes() {
        return socket.maxPayload();
    }

    @Override
    public void submit(List<DocumentMessage> batch) {
        if (batch.isEmpty()) {
            throw new IllegalArgumentException("a batch without messages");
        }
        socket.send(Frames.submitOp(details().clientId(), batch, socket.maxPayload()));
    }

    @Override
    public void signal(OutboundSignal signal) {
        ConnectedDetails known = details();
        socket.send(Frames.submitSignal(known.clientId(), signal, known.targetedSignals()));
    }

    @Override
    public void disconnect(String reason) {
        socket.send(Frames.goodbye(details().clientId(), key, reason));
        socket.close(Frames.DISCONNECT);
        ended(new DisconnectReason.ByClient(reason));
    }

    @Override
    public void received(Packet packet) throws IOException {
        if (packet instanceof Packet.Connected) {
            if (saidHello) {
                throw new IOException("a namespace that opens twice");
            }
            saidHello = true;
            socket.send(hello);
        } else if (packet instanceof Packet.ConnectError refused) {
            socket.fail(new DriverError.BadAnswer("the service refused the namespace: " + refused.message()));
        } else if (packet instanceof Packet.Ack ack) {
            ponged(ack.number());
        } else if (packet instanceof Packet.Event event) {
            happened(event.name(), event.arguments());
        }
    }

    private void happened(String name, List<RawJson> arguments) throws IOException {
        long bytes = EVENT_BYTES + arguments.stream().mapToLong(RawJson::size).sum();
        checkEarly(bytes);
        switch (name) {
            case "connect_document_success" -> connected(argument(arguments, 0));
            case "connect_document_error" -> refused(argument(arguments, 0));
            case "op" -> {
                List<SequencedMessage> ops = Events.ops(argument(arguments, 1));
                if (!ops.isEmpty()) {
                    tell(bytes, () -> listener.ops(ops));
                }
            }
            case "signal" -> {
                Signal signal = Events.signal(argument(arguments, 0));
                tell(bytes, () -> listener.signal(signal));
            }
            case "nack" -> {
                List<Nack> nacks = Events.nacks(argument(arguments, 1));
                if (!nacks.isEmpty()) {
                    tell(bytes, () -> listener.nacked(nacks));
                }
            }
            default -> {
                // New events of newer services are none of ours.
            }
        }
    }

    /** What waits for the service's yes is kept in memory, so there is only so much of it. */
    private void checkEarly(long bytes) throws IOException {
        synchronized (lock) {
            if (details != null) {
                return;
            }
            earlyBytes += bytes;
            if (earlyBytes > MAX_EARLY_BYTES) {
                throw new IOException("more than " + MAX_EARLY_BYTES + " bytes before it let this client in");
            }
        }
    }

    private void connected(RawJson answer) throws IOException {
        // A service that echoes nonces may answer an earlier question on the same document's room (SVC §3.4).
        if (!Events.nonce(answer).orElse(nonce).equals(nonce)) {
            return;
        }
        ConnectedDetails told = Events.connected(answer);
        long bytes;
        synchronized (lock) {
            if (details != null || ended) {
                return;
            }
            details = told;
            events.enqueue(() -> outcome.connected(this));
            early.forEach(occurrence -> events.enqueue(taking(occurrence)));
            bytes = early.stream().mapToLong(Occurrence::bytes).sum();
            early.clear();
        }
        deliver(bytes);
        answered.complete(null);
        pingLater();
    }

    private void refused(RawJson error) throws IOException {
        if (Events.nonce(error).orElse(nonce).equals(nonce)) {
            socket.fail(ErrorReader.ofConnect(error));
        }
    }

    private void tell(long bytes, Runnable telling) {
        Occurrence occurrence = new Occurrence(bytes, telling);
        synchronized (lock) {
            if (ended) {
                return;
            }
            if (details == null) {
                early.add(occurrence);
                return;
            }
            events.enqueue(taking(occurrence));
        }
        deliver(bytes);
    }

    private Runnable taking(Occurrence occurrence) {
        return () -> {
            try {
                occurrence.telling.run();
            } finally {
                socket.taken(occurrence.bytes);
            }
        };
    }

    /** Without the lock: the socket may be telling of the end with its own lock, and wait for this one. */
    private void deliver(long bytes) {
        socket.waits(bytes);
        events.flush();
    }

    @Override
    public void ended(DisconnectReason reason) {
        synchronized (lock) {
            if (ended) {
                return;
            }
            ended = true;
            if (details == null) {
                DriverError error = reason instanceof DisconnectReason.Lost lost
                        ? lost.error()
                        : new DriverError.Unreachable(reason.message() + " before it let this client in");
                events.enqueue(() -> outcome.failed(error));
            } else {
                events.enqueue(() -> listener.disconnected(reason));
            }
        }
        events.flush();
        answered.complete(null);
    }

    private void pingLater() {
        CompletableFuture.delayedExecutor(options.pingEvery().toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
                .execute(this::ping);
    }

    private void ping() {
        long number;
        synchronized (lock) {
            if (ended) {
                return;
            }
            number = pings++;
            pingedAtNanos = System.nanoTime();
        }
        socket.send(Frames.ping(number));
        pingLater();
    }

    private void ponged(long number) {
        Duration roundTrip;
        synchronized (lock) {
            if (number != pings - 1) {
                return;
            }
            roundTrip = Duration.ofNanos(System.nanoTime() - pingedAtNanos);
        }
        tell(EVENT_BYTES, () -> listener.latency(roundTrip));
    }

    private static RawJson argument(List<RawJson> arguments, int index) throws IOException {
        if (index >= arguments.size()) {
            throw new IOException("an event with " + arguments.size() + " arguments, expected " + (index + 1));
        }
        return arguments.get(index);
    }
}
