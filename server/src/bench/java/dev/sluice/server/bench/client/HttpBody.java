package dev.sluice.server.bench.client;

import java.io.IOException;
import java.io.OutputStream;

/** A request body of known length that is written as it is sent, so that it may be larger than memory. */
public interface HttpBody {
    String contentType();

    long length();

    void writeTo(OutputStream out) throws IOException;

    /** Returns a body that is held in memory. */
    static HttpBody of(String contentType, byte[] bytes) {
        return new HttpBody() {
            @Override
            public String contentType() {
                return contentType;
            }

            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                out.write(bytes);
            }
        };
    }
}
