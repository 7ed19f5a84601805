package dev.sluice.driver.http;

import dev.sluice.driver.DocumentService;
import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.driver.NewDocument;
import dev.sluice.driver.TokenRequest.Surface;
import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.json.JsonValue;
import java.net.http.HttpClient;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Documents of a service on the network: Sluice, Tinylicious, or one of Routerlicious' kind.
 *
 * <p>Holds an HTTP client and a few threads that end by themselves when they are idle; an application needs one for each
 * service. Safe for use by many threads.
 *
 * @since 0.1
 */
public final class HttpDriver implements DocumentServiceFactory {
    private static final int THREADS = 8;
    private static final int IDLE_SECONDS = 10;

    private final HttpOptions options;
    private final HttpClient client;
    private final ThreadPoolExecutor blocking;

    /** Makes one; nothing is asked of the service yet. */
    public HttpDriver(HttpOptions options) {
        this.options = options;
        this.client = HttpClient.newBuilder()
                .connectTimeout(options.timeout())
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        AtomicInteger count = new AtomicInteger();
        this.blocking = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "sluice-driver-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        blocking.allowCoreThreadTimeOut(true);
    }

    @Override
    public DocumentService open(DocumentKey document) {
        return new HttpDocumentService(document, client, options, blocking);
    }

    @Override
    public DocumentService create(TenantId tenant, NewDocument document) {
        Tokens tokens = new Tokens(options.tokens(), tenant, Optional.empty());
        Rest rest = new Rest(client, options, options::endpoints, tokens);
        JsonValue answer = rest.call(
                new RestCall(
                        "POST",
                        Surface.ORDERER,
                        Paths.create(tenant),
                        Optional.of(Bodies.create(document, options)),
                        RestCall.Repeat.UNSAFE),
                Answers::value);
        String id = Answers.createdId(answer);
        try {
            return open(new DocumentKey(tenant, new DocumentId(id)));
        } catch (IllegalArgumentException malformed) {
            throw Answers.unexpected("the id of a document", answer);
        }
    }

    @Override
    public void close() {
        blocking.shutdown();
    }
}
