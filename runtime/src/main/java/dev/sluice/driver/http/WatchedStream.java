package dev.sluice.driver.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Ends a body that stops arriving: the HTTP client's own timeout covers an answer's head only. Confined to one thread.
 */
final class WatchedStream extends FilterInputStream {
    private final Duration patience;

    WatchedStream(InputStream in, Duration patience) {
        super(in);
        this.patience = patience;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (in.available() > 0) {
            return in.read(to, offset, length);
        }
        CompletableFuture<Boolean> arrived =
                new CompletableFuture<Boolean>().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
        arrived.whenComplete((inTime, late) -> {
            if (late != null) {
                closeQuietly();
            }
        });
        try {
            return in.read(to, offset, length);
        } finally {
            arrived.complete(true);
        }
    }

    private void closeQuietly() {
        try {
            in.close();
        } catch (IOException nothingMoreToDo) {
            // The reader hears of it as an end of the stream or a failure; both end the call.
            return;
        }
    }
}
