package dev.sluice.driver.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.DriverException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;

/**
 * Makes REST calls for one document: shows tokens and gets new ones, waits when the service is busy, repeats what may be
 * repeated (SVC §1.4). Blocks. Safe for use by many threads.
 */
final class Rest {
    private static final int MAX_ERROR_BYTES = 64 << 10;

    private final HttpClient client;
    private final HttpOptions options;
    private final Supplier<ServiceEndpoints> endpoints;
    private final Tokens tokens;

    /**
     * Makes one.
     *
     * @param endpoints may ask the service where it is; called for each attempt
     */
    Rest(HttpClient client, HttpOptions options, Supplier<ServiceEndpoints> endpoints, Tokens tokens) {
        this.client = client;
        this.options = options;
        this.endpoints = endpoints;
        this.tokens = tokens;
    }

    Tokens tokens() {
        return tokens;
    }

    /** Reads the body of an answer; it may be called again if the request is repeated. */
    @FunctionalInterface
    interface AnswerReader<T> {
        T read(InputStream body) throws IOException;
    }

    /**
     * Returns what {@code reader} makes of the answer.
     *
     * @throws DriverException if all attempts failed
     */
    <T> T call(RestCall call, AnswerReader<T> reader) {
        String token = tokens.token(call.surface());
        boolean refreshed = false;
        Duration throttled = Duration.ZERO;
        int failures = 0;
        int repetition = 0;
        while (true) {
            try {
                return attempt(call, repetition, token, reader);
            } catch (DriverException failure) {
                DriverError error = failure.error();
                repetition++;
                if (error instanceof DriverError.Unauthorized && !refreshed) {
                    refreshed = true;
                    token = tokens.tokenAfter(call.surface(), token);
                    continue;
                }
                boolean asked = error instanceof DriverError.Throttled
                        && error.retryAfter().isPresent();
                failures += asked ? 0 : 1;
                Duration wait = options.backoff().delay(Math.max(1, failures), error, ThreadLocalRandom.current());
                throttled = asked ? throttled.plus(wait) : throttled;
                boolean patient = throttled.compareTo(options.throttlePatience()) <= 0
                        && wait.compareTo(options.throttlePatience()) <= 0;
                if (!patient || !mayRepeat(call, error) || failures >= options.attempts()) {
                    throw failure;
                }
                pause(wait, failure);
            }
        }
    }

    private static boolean mayRepeat(RestCall call, DriverError error) {
        return error.retryable() && (call.repeat() == RestCall.Repeat.SAFE || error instanceof DriverError.Throttled);
    }

    private static void pause(Duration wait, DriverException failure) {
        try {
            Thread.sleep(wait.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            failure.addSuppressed(interrupted);
            throw failure;
        }
    }

    private <T> T attempt(RestCall call, int repetition, String token, AnswerReader<T> reader) {
        String what = call.method() + " " + call.path();
        Exchange exchange = new Exchange(options.timeout());
        HttpRequest request = request(call.withBody(exchange::watched), repetition, token);
        try {
            HttpResponse<InputStream> answer = exchange.send(client, request);
            try (InputStream body = new WatchedStream(answer.body(), options.timeout())) {
                return understand(answer, body, what, reader);
            }
        } catch (JsonProcessingException malformed) {
            throw new DriverException(
                    new DriverError.BadAnswer(
                            what + " was answered with malformed JSON: " + malformed.getOriginalMessage()),
                    malformed);
        } catch (InterruptedException | InterruptedIOException interrupted) {
            Thread.currentThread().interrupt();
            throw new DriverException(new DriverError.Unreachable(what + " was interrupted"), interrupted);
        } catch (IOException unreachable) {
            throw new DriverException(
                    new DriverError.Unreachable(what + " got no answer: " + unreachable), unreachable);
        }
    }

    private <T> T understand(HttpResponse<InputStream> answer, InputStream body, String what, AnswerReader<T> reader)
            throws IOException {
        boolean zipped = answer.headers()
                .firstValue("Content-Encoding")
                .filter("gzip"::equalsIgnoreCase)
                .isPresent();
        InputStream plain = new LimitedStream(zipped ? new GZIPInputStream(body) : body, options.maxAnswerBytes());
        if (answer.statusCode() / 100 == 2) {
            T result = reader.read(plain);
            return result;
        }
        throw new DriverException(ErrorReader.ofAnswer(
                answer.statusCode(),
                plain.readNBytes(MAX_ERROR_BYTES),
                answer.headers().firstValue("Retry-After"),
                what));
    }

    private HttpRequest request(RestCall call, int repetition, String token) {
        ServiceEndpoints at = endpoints.get();
        URI base = switch (call.surface()) {
            case ORDERER -> at.orderer();
            case STORAGE -> at.storage();
        };
        String authorization = options.auth().header(call.surface(), tokens.tenant(), token);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + call.pathOfAttempt(repetition)))
                .version(HttpClient.Version.HTTP_1_1);
        return (options.has(HttpFeature.RESTLESS)
                        ? RestLess.wrap(request, call, authorization)
                        : plain(request, call, authorization))
                .build();
    }

    private static HttpRequest.Builder plain(HttpRequest.Builder request, RestCall call, String authorization) {
        request.header("Authorization", authorization).header("Accept-Encoding", "gzip");
        if (call.body().isEmpty()) {
            return request.method(call.method(), HttpRequest.BodyPublishers.noBody());
        }
        RestBody body = call.body().get();
        return request.header("Content-Type", "application/json")
                .method(call.method(), HttpRequest.BodyPublishers.ofInputStream(() -> open(body)));
    }

    static InputStream open(RestBody body) {
        try {
            return body.open();
        } catch (IOException unreadable) {
            return new InputStream() {
                @Override
                public int read() throws IOException {
                    throw new IOException("what is to be sent cannot be read", unreadable);
                }

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    return read();
                }
            };
        }
    }
}
