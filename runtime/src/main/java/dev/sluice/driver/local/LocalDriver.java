package dev.sluice.driver.local;

import dev.sluice.driver.ConnectRequest;
import dev.sluice.driver.DeltaStorage;
import dev.sluice.driver.DeltaStream;
import dev.sluice.driver.DeltaStreamListener;
import dev.sluice.driver.DocumentService;
import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.driver.DocumentStorage;
import dev.sluice.driver.NewDocument;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** One user's way to a service in memory. Safe for use by many threads. */
final class LocalDriver implements DocumentServiceFactory {
    private final LocalService service;
    private final LocalUser user;

    LocalDriver(LocalService service, LocalUser user) {
        this.service = service;
        this.user = user;
    }

    @Override
    public DocumentService open(DocumentKey document) {
        return new Opened(document);
    }

    @Override
    public DocumentService create(TenantId tenant, NewDocument document) {
        return open(service.create(tenant, document));
    }

    /** The way to one document. */
    private final class Opened implements DocumentService {
        private final DocumentKey key;
        private final Set<LocalConnection> open = ConcurrentHashMap.newKeySet();

        Opened(DocumentKey key) {
            this.key = key;
        }

        @Override
        public DocumentKey key() {
            return key;
        }

        @Override
        public DocumentStorage storage() {
            return new LocalStorage(service, key);
        }

        @Override
        public DeltaStorage deltas() {
            return (after, before) -> service.locked(() -> after < 0 || after >= before
                    ? List.of()
                    : service.document(key).ops(after, before));
        }

        @Override
        public CompletionStage<DeltaStream> connect(
                ConnectRequest request, DeltaStreamListener listener, Executor executor) {
            LocalConnection connection = new LocalConnection(service, key, user, request, listener, executor);
            open.removeIf(LocalConnection::hasEnded);
            open.add(connection);
            return connection.begin();
        }

        @Override
        public void close() {
            open.forEach(connection -> connection.leave("the document was closed"));
        }
    }
}
