package dev.sluice.server.admin;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lets a worker thread write an answer of any size: it waits whenever the receiver is slower.
 *
 * <p>Confined to its worker thread.
 */
final class StreamedAnswer extends OutputStream {
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final long STALLED_S = 60;

    private final HttpServerResponse response;
    private Buffer pending = Buffer.buffer();
    private boolean isClosed;

    StreamedAnswer(HttpServerResponse response, String contentType) {
        this.response = response;
        response.setChunked(true).putHeader("Content-Type", contentType).putHeader("Cache-Control", "no-store");
    }

    @Override
    public void write(int value) throws IOException {
        pending.appendByte((byte) value);
        flushIfFull();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        pending.appendBytes(bytes, offset, length);
        flushIfFull();
    }

    /** Writes one line and sends it soon, so that progress is seen. */
    void line(byte[] json) throws IOException {
        write(json);
        write('\n');
    }

    @Override
    public void flush() throws IOException {
        if (pending.length() > 0) {
            Buffer chunk = pending;
            pending = Buffer.buffer();
            await(response.write(chunk).toCompletionStage().toCompletableFuture());
        }
    }

    /** Ends the answer; closing twice is harmless, for an archive written into it closes it too. */
    @Override
    public void close() throws IOException {
        if (isClosed) {
            return;
        }
        isClosed = true;
        flush();
        await(response.end().toCompletionStage().toCompletableFuture());
    }

    private void flushIfFull() throws IOException {
        if (pending.length() >= CHUNK_BYTES) {
            flush();
        }
    }

    private static void await(Future<?> written) throws IOException {
        try {
            written.get(STALLED_S, TimeUnit.SECONDS);
        } catch (ExecutionException gone) {
            throw new IOException("the caller is gone", gone.getCause());
        } catch (TimeoutException stalled) {
            throw new IOException("the caller took nothing for " + STALLED_S + " s", stalled);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException("the server stops", stopping);
        }
    }
}
