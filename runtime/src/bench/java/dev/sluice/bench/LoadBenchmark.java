package dev.sluice.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Loads documents, from what a service has in memory until every channel is open. */
final class LoadBenchmark implements Benchmark {
    private final RecordedService service;
    private final BenchClient client;
    private final int copies;
    private final List<OpenDocument> documents = new ArrayList<>();

    LoadBenchmark(Recording recording, int copies) throws IOException {
        this.service = recording.service();
        this.client = new BenchClient(service);
        this.copies = copies;
    }

    @Override
    public void prepare() {
        clear();
    }

    @Override
    public void run() {
        for (int i = 0; i < copies; i++) {
            documents.add(OpenDocument.loadPaused(client.environment(), service, RecordedService.KEY));
        }
    }

    @Override
    public long count() {
        return copies;
    }

    @Override
    public String digest() {
        return documents.get(0).digest();
    }

    @Override
    public boolean letServiceGo() {
        service.forget();
        return true;
    }

    @Override
    public void clear() {
        documents.forEach(OpenDocument::close);
        documents.clear();
        client.settle();
    }

    @Override
    public void close() {
        clear();
        client.close();
    }
}
