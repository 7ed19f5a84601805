package dev.sluice.server.driver;

import dev.sluice.driver.ConnectRequest;
import dev.sluice.driver.DeltaStorage;
import dev.sluice.driver.DeltaStream;
import dev.sluice.driver.DeltaStreamListener;
import dev.sluice.driver.DocumentService;
import dev.sluice.driver.DocumentStorage;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.DriverException;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.server.ordering.Documents.OpenFailure;
import dev.sluice.server.ordering.OpenDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** The way to one document of the server itself. Safe for use by many threads. */
final class DirectService implements DocumentService {
    private static final Duration LATER = Duration.ofSeconds(5);

    private final DirectDriver driver;
    private final DocumentKey key;
    private final Set<DirectStream> streams = ConcurrentHashMap.newKeySet();
    private volatile boolean isClosed;

    DirectService(DirectDriver driver, DocumentKey key) {
        this.driver = driver;
        this.key = key;
    }

    @Override
    public DocumentKey key() {
        return key;
    }

    @Override
    public DocumentStorage storage() {
        return new DirectStorage(driver, key);
    }

    @Override
    public DeltaStorage deltas() {
        return this::ops;
    }

    private List<SequencedMessage> ops(long after, long before) {
        List<byte[]> page = driver.store().read(view -> {
            DirectStorage.requireLive(view, key);
            List<byte[]> ops = new ArrayList<>();
            view.ops(key, after, before, (number, json) -> {
                byte[] copy = new byte[json.remaining()];
                json.get(copy);
                ops.add(copy);
                return ops.size() < DeltaStorage.PAGE_OPS;
            });
            return ops;
        });
        // Parsed outside the view, which should be short.
        return page.stream().map(SequencedMessage::parse).toList();
    }

    @Override
    public CompletionStage<DeltaStream> connect(
            ConnectRequest request, DeltaStreamListener listener, Executor executor) {
        CompletableFuture<DeltaStream> outcome = new CompletableFuture<>();
        driver.documents().use(key, document -> connect(document, request, listener, executor, outcome), failure -> {
            DriverError error = error(failure);
            executor.execute(() -> outcome.completeExceptionally(new DriverException(error)));
        });
        return outcome;
    }

    /** Runs on the document's thread. */
    private void connect(
            OpenDocument document,
            ConnectRequest request,
            DeltaStreamListener listener,
            Executor executor,
            CompletableFuture<DeltaStream> outcome) {
        DirectStream stream = new DirectStream(document, listener, executor, streams::remove);
        streams.add(stream);
        if (!stream.admit(driver.clientIds().get(), request, driver.clock().millis(), outcome)) {
            streams.remove(stream);
            executor.execute(() -> outcome.completeExceptionally(
                    new DriverException(new DriverError.Throttled("Too many clients", Optional.of(LATER)))));
        } else if (isClosed) {
            // Closing did not find this stream, or finds it now: it must not stay in the document.
            stream.disconnect("closed");
        }
    }

    private DriverError error(OpenFailure failure) {
        if (failure instanceof OpenFailure.NotFound) {
            return new DriverError.NotFound("document " + key + " does not exist or is deleted");
        }
        if (failure instanceof OpenFailure.Unavailable unavailable) {
            return new DriverError.Unavailable(unavailable.why(), 503, Optional.of(LATER));
        }
        return new DriverError.Refused("document " + key + " cannot be opened", 500, Optional.empty());
    }

    @Override
    public void close() {
        isClosed = true;
        streams.forEach(stream -> stream.disconnect("closed"));
    }
}
