package dev.sluice.driver.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One request until its answer begins, given up when nothing moves. The HTTP client's own timeout would count from the first byte
 * sent, so that what takes longer to upload could never be stored. Waited for by one thread.
 */
final class Exchange {
    private final Duration patience;
    private volatile long movedAtNanos;

    /**
     * Makes one.
     *
     * @param patience how long to wait until more of the body is taken, and for the answer to begin
     */
    Exchange(Duration patience) {
        this.patience = patience;
    }

    /** Returns a body each piece of which shows that the request moves. */
    RestBody watched(RestBody body) {
        return () -> new FilterInputStream(body.open()) {
            @Override
            public int read() throws IOException {
                movedAtNanos = System.nanoTime();
                return super.read();
            }

            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                movedAtNanos = System.nanoTime();
                return super.read(to, offset, length);
            }
        };
    }

    /**
     * Sends a request.
     *
     * @return the answer, whose body may still be on its way
     * @throws IOException if there is none, or nothing moved for too long
     */
    HttpResponse<InputStream> send(HttpClient client, HttpRequest request) throws IOException, InterruptedException {
        movedAtNanos = System.nanoTime();
        CompletableFuture<HttpResponse<InputStream>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
        try {
            return await(answer);
        } catch (InterruptedException | HttpTimeoutException givenUp) {
            answer.cancel(true);
            throw givenUp;
        }
    }

    private HttpResponse<InputStream> await(CompletableFuture<HttpResponse<InputStream>> answer)
            throws IOException, InterruptedException {
        while (true) {
            long left = patience.toNanos() - (System.nanoTime() - movedAtNanos);
            if (left <= 0 && !answer.isDone()) {
                throw new HttpTimeoutException("nothing moved for " + patience);
            }
            try {
                return answer.get(Math.max(0, left), TimeUnit.NANOSECONDS);
            } catch (TimeoutException maybeMoved) {
                // The next look tells.
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof IOException cause) {
                    throw cause;
                }
                throw new IOException(failed.getCause());
            }
        }
    }
}
