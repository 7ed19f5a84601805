package dev.sluice.loader;

import dev.sluice.driver.ConnectRequest;
import dev.sluice.driver.DeltaStorage;
import dev.sluice.driver.DeltaStream;
import dev.sluice.driver.DeltaStreamListener;
import dev.sluice.driver.DocumentService;
import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.driver.DocumentStorage;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.DriverException;
import dev.sluice.driver.NewDocument;
import dev.sluice.driver.Signal;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.TenantId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A service that says more than it should: somebody speaks into the streams that pass through. */
final class Wiretap implements DocumentServiceFactory {
    private final DocumentServiceFactory services;
    final List<Long> fetchedAfter = new ArrayList<>();
    /** So many times the versions cannot be read. */
    int failingVersions;

    private @Nullable DeltaStreamListener listener;
    private @Nullable Executor executor;

    Wiretap(DocumentServiceFactory services) {
        this.services = services;
    }

    /** Tells the newest stream's listener of ops. */
    void tell(SequencedMessage... ops) {
        DeltaStreamListener hears = Objects.requireNonNull(listener);
        Objects.requireNonNull(executor).execute(() -> hears.ops(List.of(ops)));
    }

    void tell(Signal signal) {
        DeltaStreamListener hears = Objects.requireNonNull(listener);
        Objects.requireNonNull(executor).execute(() -> hears.signal(signal));
    }

    @Override
    public DocumentService open(DocumentKey document) {
        return new Tapped(services.open(document));
    }

    @Override
    public DocumentService create(TenantId tenant, NewDocument document) {
        return new Tapped(services.create(tenant, document));
    }

    private final class Tapped implements DocumentService {
        private final DocumentService service;

        Tapped(DocumentService service) {
            this.service = service;
        }

        @Override
        public DocumentKey key() {
            return service.key();
        }

        @Override
        public DocumentStorage storage() {
            DocumentStorage storage = service.storage();
            return (DocumentStorage) Proxy.newProxyInstance(
                    Wiretap.class.getClassLoader(),
                    new Class<?>[] {DocumentStorage.class},
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("versions") && failingVersions > 0) {
                            failingVersions--;
                            throw new DriverException(new DriverError.Unreachable("versions are down"));
                        }
                        try {
                            return method.invoke(storage, arguments);
                        } catch (InvocationTargetException failure) {
                            throw failure.getCause();
                        }
                    });
        }

        @Override
        public DeltaStorage deltas() {
            return (after, before) -> {
                fetchedAfter.add(after);
                return service.deltas().fetch(after, before);
            };
        }

        @Override
        public CompletionStage<DeltaStream> connect(ConnectRequest request, DeltaStreamListener hears, Executor on) {
            listener = hears;
            executor = on;
            return service.connect(request, hears, on);
        }

        @Override
        public void close() {
            service.close();
        }
    }
}
