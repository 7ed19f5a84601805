package dev.sluice.driver.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The JSON of a request, which can be read more than once. Immutable. */
interface RestBody {
    /** Returns UTF-8 from the beginning. */
    InputStream open() throws IOException;

    /** Returns a body in memory, which must not change. */
    static RestBody of(byte[] json) {
        return () -> new ByteArrayInputStream(json);
    }
}
