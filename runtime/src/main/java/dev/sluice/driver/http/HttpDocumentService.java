package dev.sluice.driver.http;

import dev.sluice.driver.ConnectRequest;
import dev.sluice.driver.DeltaStorage;
import dev.sluice.driver.DeltaStream;
import dev.sluice.driver.DeltaStreamListener;
import dev.sluice.driver.DisconnectReason;
import dev.sluice.driver.DocumentService;
import dev.sluice.driver.DocumentStorage;
import dev.sluice.driver.Signal;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.Nack;
import dev.sluice.protocol.SequencedMessage;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** One document of a service on the network. Safe for use by many threads. */
final class HttpDocumentService implements DocumentService {
    private final DocumentKey key;
    private final DocumentStorage storage;
    private final DeltaStorage deltas;
    private final Connector connector;
    private final Set<DeltaStream> open = ConcurrentHashMap.newKeySet();

    HttpDocumentService(DocumentKey key, HttpClient client, HttpOptions options, Executor blocking) {
        this.key = key;
        Tokens tokens = new Tokens(options.tokens(), key.tenant(), Optional.of(key.document()));
        SessionLocator locator = new SessionLocator(key, client, options, tokens);
        Rest rest = new Rest(client, options, locator, tokens);
        GitStorage git = new GitStorage(key, rest, blocking);
        this.storage = options.has(HttpFeature.WHOLE_SUMMARIES) ? new WholeStorage(key, rest, git) : git;
        this.deltas = new HttpDeltas(key, rest);
        this.connector = new Connector(key, client, options, locator, tokens, blocking);
    }

    @Override
    public DocumentKey key() {
        return key;
    }

    @Override
    public DocumentStorage storage() {
        return storage;
    }

    @Override
    public DeltaStorage deltas() {
        return deltas;
    }

    @Override
    public CompletableFuture<DeltaStream> connect(
            ConnectRequest request, DeltaStreamListener listener, Executor executor) {
        Forgetting forgetting = new Forgetting(listener);
        return connector.connect(request, forgetting, executor, forgetting::remember);
    }

    @Override
    public void close() {
        open.forEach(stream -> stream.disconnect("the document was closed"));
    }

    /** Keeps a stream among the open ones until it ends. Confined to the executor of its events. */
    private final class Forgetting implements DeltaStreamListener {
        private final DeltaStreamListener listener;
        private Optional<DeltaStream> stream = Optional.empty();

        Forgetting(DeltaStreamListener listener) {
            this.listener = listener;
        }

        void remember(DeltaStream connected) {
            stream = Optional.of(connected);
            open.add(connected);
        }

        @Override
        public void ops(List<SequencedMessage> ops) {
            listener.ops(ops);
        }

        @Override
        public void signal(Signal signal) {
            listener.signal(signal);
        }

        @Override
        public void nacked(List<Nack> nacks) {
            listener.nacked(nacks);
        }

        @Override
        public void latency(Duration roundTrip) {
            listener.latency(roundTrip);
        }

        @Override
        public void disconnected(DisconnectReason reason) {
            stream.ifPresent(open::remove);
            listener.disconnected(reason);
        }
    }
}
