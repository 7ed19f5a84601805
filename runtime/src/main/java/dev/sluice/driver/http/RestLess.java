package dev.sluice.driver.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;

/** The envelope in which browsers' clients send REST calls (SVC §1.2): headers first, the body last. */
final class RestLess {
    private static final String TYPE = "application/x-www-form-urlencoded;restless";

    private RestLess() {}

    static HttpRequest.Builder wrap(HttpRequest.Builder request, RestCall call, String authorization) {
        String head =
                "method=" + call.method() + header("Authorization", authorization) + header("Accept-Encoding", "gzip");
        request.header("Content-Type", TYPE).header("Accept-Encoding", "gzip");
        if (call.body().isEmpty()) {
            return request.POST(HttpRequest.BodyPublishers.ofString(head));
        }
        RestBody body = call.body().get();
        byte[] before = (head + header("Content-Type", "application/json") + "&body=").getBytes(StandardCharsets.UTF_8);
        return request.POST(HttpRequest.BodyPublishers.ofInputStream(() -> envelope(before, body)));
    }

    private static InputStream envelope(byte[] before, RestBody body) {
        return new SequenceInputStream(new ByteArrayInputStream(before), new FormStream(Rest.open(body)));
    }

    private static String header(String name, String value) {
        return "&header=" + URLEncoder.encode(name + ": " + value, StandardCharsets.UTF_8);
    }
}
