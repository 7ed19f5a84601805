package dev.sluice.driver.http;

import dev.sluice.driver.ConnectRequest;
import dev.sluice.driver.DeltaStream;
import dev.sluice.driver.DeltaStreamListener;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.DriverException;
import dev.sluice.driver.SerialExecutor;
import dev.sluice.driver.TokenRequest.Surface;
import dev.sluice.protocol.DocumentKey;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocketHandshakeException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Connects live streams of one document, with another token if the first is refused (SVC §3.5). Safe for use by many threads. */
final class Connector {
    private final DocumentKey key;
    private final HttpClient client;
    private final HttpOptions options;
    private final SessionLocator locator;
    private final Tokens tokens;
    private final Executor blocking;

    Connector(
            DocumentKey key,
            HttpClient client,
            HttpOptions options,
            SessionLocator locator,
            Tokens tokens,
            Executor blocking) {
        this.key = key;
        this.client = client;
        this.options = options;
        this.locator = locator;
        this.tokens = tokens;
        this.blocking = blocking;
    }

    /**
     * Connects.
     *
     * @param connected hears of the stream first, on the executor of the events
     */
    CompletableFuture<DeltaStream> connect(
            ConnectRequest request, DeltaStreamListener listener, Executor executor, Consumer<DeltaStream> connected) {
        Attempt attempt = new Attempt(request, listener, new SerialExecutor(executor), connected);
        blocking.execute(() -> attempt.start(Optional.empty()));
        return attempt.result;
    }

    /** Up to two attempts to connect. */
    private final class Attempt {
        private final ConnectRequest request;
        private final DeltaStreamListener listener;
        private final SerialExecutor events;
        private final Consumer<DeltaStream> connected;
        private final CompletableFuture<DeltaStream> result = new CompletableFuture<>();

        Attempt(
                ConnectRequest request,
                DeltaStreamListener listener,
                SerialExecutor events,
                Consumer<DeltaStream> connected) {
            this.request = request;
            this.listener = listener;
            this.events = events;
            this.connected = connected;
        }

        /** Blocks while a token and the session are looked for. */
        void start(Optional<String> refused) {
            try {
                String token = refused.map(old -> tokens.tokenAfter(Surface.ORDERER, old))
                        .orElseGet(() -> tokens.token(Surface.ORDERER));
                URI uri = uri(locator.get().deltaStream());
                HttpDeltaStream stream = new HttpDeltaStream(
                        key,
                        token,
                        UUID.randomUUID().toString(),
                        request,
                        options,
                        listener,
                        events,
                        outcome(refused.isEmpty(), token));
                EngineSocket socket = stream.begin();
                client.newWebSocketBuilder()
                        .connectTimeout(options.timeout())
                        .buildAsync(uri, socket)
                        .whenComplete((open, failure) -> {
                            if (failure != null) {
                                socket.fail(handshake(failure));
                            }
                        });
            } catch (RuntimeException failure) {
                events.execute(() -> result.completeExceptionally(failure));
            }
        }

        private HttpDeltaStream.Outcome outcome(boolean first, String token) {
            return new HttpDeltaStream.Outcome() {
                @Override
                public void connected(HttpDeltaStream stream) {
                    connected.accept(stream);
                    result.complete(stream);
                }

                @Override
                public void failed(DriverError error) {
                    if (first && error instanceof DriverError.Unauthorized) {
                        blocking.execute(() -> start(Optional.of(token)));
                        return;
                    }
                    locator.forget();
                    result.completeExceptionally(new DriverException(error));
                }
            };
        }
    }

    private URI uri(URI stream) {
        String scheme = "https".equals(stream.getScheme()) ? "wss" : "ws";
        return URI.create(scheme + "://" + stream.getRawAuthority() + "/socket.io/?documentId="
                + Paths.segment(key.document().value()) + "&tenantId="
                + Paths.segment(key.tenant().value()) + "&EIO=4&transport=websocket");
    }

    private static DriverError handshake(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof WebSocketHandshakeException refused) {
            var answer = refused.getResponse();
            return ErrorReader.ofAnswer(
                    answer.statusCode(),
                    new byte[0],
                    answer.headers().firstValue("Retry-After"),
                    "the socket's handshake");
        }
        return new DriverError.Unreachable("no connection: " + cause);
    }
}
