package dev.sluice.driver.http;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes the same bytes again after a broken attempt, and hands on those it has not seen. Confined to one thread. */
final class ResumingOutput extends OutputStream {
    private final OutputStream to;
    private long written;
    private long position;
    private @Nullable IOException failure;

    ResumingOutput(OutputStream to) {
        this.to = to;
    }

    /** The bytes come from the beginning again. */
    void restart() {
        position = 0;
    }

    @Override
    public void write(int unit) {
        write(new byte[] {(byte) unit}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int seen = (int) Math.min(length, Math.max(0, written - position));
        position += length;
        if (seen < length) {
            hand(bytes, offset + seen, length - seen);
            written = position;
        }
    }

    private void hand(byte[] bytes, int offset, int length) {
        try {
            to.write(bytes, offset, length);
        } catch (IOException ours) {
            // Not the service's fault: it must not look like a broken connection, which would be tried again.
            failure = ours;
            throw new UncheckedIOException(ours);
        }
    }

    /** Returns what the receiver threw, if it did. */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }
}
