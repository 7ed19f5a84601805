package dev.sluice.driver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.driver.Backoff;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.DriverException;
import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.TenantId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RestTest {
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private Rest rest(Duration timeout) {
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        HttpOptions options = HttpOptions.of(base, request -> "token")
                .without(HttpFeature.RESTLESS)
                .timeout(timeout)
                .attempts(1)
                .backoff(Backoff.DEFAULT)
                .build();
        Tokens tokens = new Tokens(options.tokens(), new TenantId("t"), Optional.of(new DocumentId("d")));
        return new Rest(HttpClient.newHttpClient(), options, options::endpoints, tokens);
    }

    private void serve(HttpHandler handler) {
        server.createContext("/", handler);
    }

    private static void answer(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(201, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** A body that comes from somewhere slow: a piece of a kilobyte after each pause. */
    private static RestBody slow(int pieces, Duration pause) {
        return () -> new InputStream() {
            private int left = pieces;

            @Override
            public int read() {
                throw new UnsupportedOperationException("read in pieces");
            }

            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                if (left-- <= 0) {
                    return -1;
                }
                try {
                    new CountDownLatch(1).await(pause.toMillis(), TimeUnit.MILLISECONDS);
                } catch (InterruptedException interrupted) {
                    throw new IOException(interrupted);
                }
                return new ByteArrayInputStream(new byte[1_024]).read(to, offset, Math.min(length, 1_024));
            }
        };
    }

    @Test
    void uploadThatTakesLongerThanTheTimeout_isWaitedForAsLongAsItMoves() {
        serve(exchange -> {
            int received = exchange.getRequestBody().readAllBytes().length;
            answer(exchange, Integer.toString(received).getBytes(StandardCharsets.UTF_8));
        });
        RestCall upload = RestCall.store("/blobs", slow(8, Duration.ofMillis(500)));
        assertThat(rest(Duration.ofSeconds(3)).call(upload, InputStream::readAllBytes))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("8192");
    }

    @Test
    void serviceThatNeverAnswers_isGivenUp() {
        serve(exchange -> {
            exchange.getRequestBody().readAllBytes();
            try {
                over.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        RestCall upload = RestCall.store("/blobs", RestBody.of(new byte[10]));
        assertThatThrownBy(() -> rest(Duration.ofMillis(200)).call(upload, InputStream::readAllBytes))
                .isInstanceOfSatisfying(
                        DriverException.class,
                        failure -> assertThat(failure.error()).isInstanceOf(DriverError.Unreachable.class))
                .hasMessageContaining("/blobs");
    }
}
