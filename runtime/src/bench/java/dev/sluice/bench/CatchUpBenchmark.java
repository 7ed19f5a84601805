package dev.sluice.bench;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Applies a log to a loaded document, from bytes that a service has in memory until the last op was applied. */
final class CatchUpBenchmark implements Benchmark {
    private final RecordedService service;
    private final BenchClient client;
    private @Nullable OpenDocument document;

    CatchUpBenchmark(Recording recording) throws IOException {
        this.service = recording.service();
        this.client = new BenchClient(service);
    }

    @Override
    public void prepare() {
        clear();
        document = OpenDocument.loadPaused(client.environment(), service, RecordedService.KEY);
    }

    @Override
    public void run() {
        document().catchUp(service.lastSequenceNumber());
    }

    private OpenDocument document() {
        OpenDocument open = document;
        if (open == null) {
            throw new IllegalStateException("a run needs to be prepared");
        }
        return open;
    }

    @Override
    public long count() {
        return service.lastSequenceNumber();
    }

    @Override
    public String digest() {
        return document().digest();
    }

    @Override
    public boolean letServiceGo() {
        service.forget();
        return true;
    }

    @Override
    public void clear() {
        if (document != null) {
            document.close();
            document = null;
            client.settle();
        }
    }

    @Override
    public void close() {
        clear();
        client.close();
    }
}
