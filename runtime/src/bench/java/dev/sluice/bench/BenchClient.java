package dev.sluice.bench;

import dev.sluice.client.ServiceClient;
import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.loader.ContainerEnvironment;
import dev.sluice.protocol.TenantId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A client whose documents share one thread, so that it can be told when none of them does anything any more. */
final class BenchClient implements AutoCloseable {
    static final TenantId TENANT = new TenantId("bench");

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final ServiceClient client;

    BenchClient(DocumentServiceFactory services) {
        client = ServiceClient.of(services, TENANT).executors(() -> thread).build();
    }

    ContainerEnvironment environment() {
        return client.environment();
    }

    DocumentServiceFactory services() {
        return client.services();
    }

    /** Waits until the thread has left what it did: its stack would keep a document from being collected. */
    void settle() {
        CompletableFuture.runAsync(() -> {}, thread).join();
    }

    @Override
    public void close() {
        client.close();
        thread.shutdown();
    }
}
