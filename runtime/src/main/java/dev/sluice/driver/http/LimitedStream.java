package dev.sluice.driver.http;

import dev.sluice.driver.DriverError;
import dev.sluice.driver.DriverException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Refuses to read more than allowed: an answer may be compressed, and a service may be mad. Confined to one thread. */
final class LimitedStream extends FilterInputStream {
    private final long limit;
    private long seen;

    LimitedStream(InputStream in, long limit) {
        super(in);
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        int unit = super.read();
        if (unit >= 0) {
            count(1);
        }
        return unit;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        int count = super.read(to, offset, length);
        if (count > 0) {
            count(count);
        }
        return count;
    }

    private void count(int more) {
        seen += more;
        if (seen > limit) {
            throw new DriverException(new DriverError.BadAnswer("the service answered more than " + limit + " bytes"));
        }
    }
}
