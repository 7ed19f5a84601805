package dev.sluice.server.driver;

import dev.sluice.driver.ConnectRequest;
import dev.sluice.driver.ConnectedDetails;
import dev.sluice.driver.ConnectedDetails.ConnectedClient;
import dev.sluice.driver.ConnectionMode;
import dev.sluice.driver.DeltaStream;
import dev.sluice.driver.DeltaStreamListener;
import dev.sluice.driver.DisconnectReason;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.OutboundSignal;
import dev.sluice.driver.SerialExecutor;
import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.Nack;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.server.ordering.ClientMode;
import dev.sluice.server.ordering.JoinedClient;
import dev.sluice.server.ordering.OpBatch;
import dev.sluice.server.ordering.OpenDocument;
import dev.sluice.server.ordering.SignalMessage;
import dev.sluice.server.ordering.Subscriber;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client inside the server. What it sends goes to the document's thread, what it hears comes from there; fields that are not
 * final are that thread's.
 *
 * <p>Nobody slows the document down for a client that is behind: what waits for it is bounded, and beyond it loses its connection.
 */
final class DirectStream implements DeltaStream, Subscriber {
    /** As large as what sockets take. */
    private static final int MAX_SUBMISSION_BYTES = 1_000_000;

    private static final long MAX_WAITING_BYTES = 32L << 20;

    private final OpenDocument document;
    private final DeltaStreamListener listener;
    private final SerialExecutor events;
    private final Consumer<DirectStream> onEnd;
    private final AtomicLong waitingBytes = new AtomicLong();
    /** What the document says while it lets this client in, who must hear first that it is. */
    private final List<Runnable> early = new ArrayList<>();

    private volatile @Nullable ConnectedDetails details;
    private boolean hasEnded;

    DirectStream(OpenDocument document, DeltaStreamListener listener, Executor executor, Consumer<DirectStream> onEnd) {
        this.document = document;
        this.listener = listener;
        this.events = new SerialExecutor(executor);
        this.onEnd = onEnd;
    }

    /** Enters the document, on its thread; returns whether there was room. */
    boolean admit(String clientId, ConnectRequest request, long nowMs, CompletableFuture<DeltaStream> outcome) {
        DirectClient client = DirectClient.of(request);
        ClientMode mode = request.mode() == ConnectionMode.WRITE ? ClientMode.WRITE : ClientMode.READ;
        OpenDocument.Admission admission =
                document.admit(new JoinedClient(clientId, client.detail(), client.maySummarize()), mode, this);
        if (admission == null) {
            return false;
        }
        details = ConnectedDetails.inProcess(
                clientId,
                request.mode(),
                client.scopes(),
                client.claims(document.key()),
                clients(admission.initialClientsJson()),
                admission.lastSequenceNumber(),
                nowMs);
        events.execute(() -> outcome.complete(this));
        early.forEach(events::execute);
        early.clear();
        document.join(clientId);
        return true;
    }

    private static List<ConnectedClient> clients(byte[] json) {
        List<ConnectedClient> clients = new ArrayList<>();
        JsonValue.parse(new String(json, StandardCharsets.UTF_8))
                .asArray()
                .ifPresent(array -> array.elements()
                        .forEach(element -> element.asObject().ifPresent(one -> clients.add(client(one)))));
        return clients;
    }

    private static ConnectedClient client(JsonObject one) {
        return new ConnectedClient(
                one.string("clientId").orElse(""),
                RawJson.of(one.require("client").toJson()));
    }

    // What the client does.

    @Override
    public ConnectedDetails details() {
        ConnectedDetails known = details;
        if (known == null) {
            throw new IllegalStateException("the stream is given out when it is connected");
        }
        return known;
    }

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
        document.thread().execute(() -> {
            if (!hasEnded) {
                document.submit(details().clientId(), copy);
            }
        });
    }

    @Override
    public void signal(OutboundSignal signal) {
        SignalMessage message = new SignalMessage(SignalCodec.write(details().clientId(), signal));
        String target = signal.targetClientId();
        document.thread().execute(() -> {
            if (hasEnded) {
                return;
            }
            if (target == null) {
                document.signal(message);
            } else {
                document.signalTo(target, message);
            }
        });
    }

    @Override
    public void disconnect(String reason) {
        document.thread().execute(() -> leave(new DisconnectReason.ByClient(reason)));
    }

    private void leave(DisconnectReason reason) {
        if (end(reason)) {
            document.disconnect(details().clientId());
        }
    }

    private boolean end(DisconnectReason reason) {
        if (hasEnded) {
            return false;
        }
        hasEnded = true;
        onEnd.accept(this);
        events.execute(() -> listener.disconnected(reason));
        return true;
    }

    // What the document says.

    @Override
    public void ops(OpBatch batch) {
        List<OpBatch.StoredOp> ops = batch.ops();
        long bytes = ops.stream().mapToLong(op -> op.json().length).sum();
        if (waitingBytes.addAndGet(bytes) > MAX_WAITING_BYTES) {
            // Not now: the document is telling all its subscribers, this one among them.
            document.thread()
                    .execute(() -> leave(new DisconnectReason.Lost(new DriverError.Unreachable(
                            "more than " + MAX_WAITING_BYTES + " bytes wait for a client inside the server"))));
            return;
        }
        tell(() -> {
            waitingBytes.addAndGet(-bytes);
            listener.ops(
                    ops.stream().map(op -> SequencedMessage.parse(op.json())).toList());
        });
    }

    @Override
    public void signal(SignalMessage signal) {
        tell(() -> listener.signal(SignalCodec.read(signal.json())));
    }

    @Override
    public void nacked(Nack nack) {
        tell(() -> listener.nacked(List.of(nack)));
    }

    @Override
    public void closed(String reason) {
        end(new DisconnectReason.ByService(reason));
    }

    private void tell(Runnable event) {
        if (hasEnded) {
            return;
        }
        if (details == null) {
            early.add(event);
        } else {
            events.execute(event);
        }
    }
}
