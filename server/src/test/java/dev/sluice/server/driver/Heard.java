package dev.sluice.server.driver;

import dev.sluice.driver.ConnectRequest;
import dev.sluice.driver.DeltaStream;
import dev.sluice.driver.DeltaStreamListener;
import dev.sluice.driver.DisconnectReason;
import dev.sluice.driver.DocumentService;
import dev.sluice.driver.Signal;
import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.Nack;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A connected client that writes down what it hears. */
final class Heard implements DeltaStreamListener, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ExecutorService EVENTS = Executors.newFixedThreadPool(4, task -> {
        Thread thread = new Thread(task, "test-events");
        thread.setDaemon(true);
        return thread;
    });

    final List<SequencedMessage> ops = new CopyOnWriteArrayList<>();
    final List<Signal> signals = new CopyOnWriteArrayList<>();
    final List<Nack> nacks = new CopyOnWriteArrayList<>();
    final List<Duration> latencies = new CopyOnWriteArrayList<>();
    final List<DisconnectReason> ends = new CopyOnWriteArrayList<>();
    DeltaStream stream;
    private long submitted;

    private Heard(DocumentService document, ConnectRequest request) throws InterruptedException {
        try {
            stream = document.connect(request, this, EVENTS)
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new AssertionError("not connected", failed);
        }
    }

    static Heard writer(DocumentService document) throws InterruptedException {
        Heard heard = new Heard(document, ConnectRequest.WRITER);
        heard.await(op -> op.type().equals(MessageType.JOIN)
                && String.valueOf(op.data()).contains(heard.stream.details().clientId()));
        return heard;
    }

    static Heard connect(DocumentService document, ConnectRequest request) throws InterruptedException {
        return new Heard(document, request);
    }

    /** Submits ops with the given contents as one batch. */
    void edit(String... contents) {
        List<DocumentMessage> batch = new ArrayList<>();
        for (String text : contents) {
            batch.add(DocumentMessage.of(MessageType.OP, ++submitted, last(), RawJson.ofString(text)));
        }
        stream.submit(batch);
    }

    void submit(String type, RawJson contents) {
        stream.submit(List.of(DocumentMessage.of(type, ++submitted, last(), contents)));
    }

    long last() {
        return ops.isEmpty() ? 0 : ops.get(ops.size() - 1).sequenceNumber();
    }

    List<String> edits() {
        return ops.stream()
                .filter(op -> op.type().equals(MessageType.OP))
                .map(op -> String.valueOf(op.contents()))
                .toList();
    }

    SequencedMessage await(Predicate<SequencedMessage> wanted) {
        until(() -> ops.stream().anyMatch(wanted));
        return ops.stream().filter(wanted).findFirst().orElseThrow();
    }

    static void until(Callable<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(condition);
    }

    @Override
    public void ops(List<SequencedMessage> came) {
        ops.addAll(came);
    }

    @Override
    public void signal(Signal signal) {
        signals.add(signal);
    }

    @Override
    public void nacked(List<Nack> came) {
        nacks.addAll(came);
    }

    @Override
    public void latency(Duration roundTrip) {
        latencies.add(roundTrip);
    }

    @Override
    public void disconnected(DisconnectReason reason) {
        ends.add(reason);
    }

    @Override
    public void close() {
        stream.close();
    }
}
