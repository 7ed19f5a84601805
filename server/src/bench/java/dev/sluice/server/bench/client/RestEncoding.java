package dev.sluice.server.bench.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How a REST call is put on the wire. */
public enum RestEncoding {
    /** The form-encoded envelope in which current drivers send every call. */
    RESTLESS {
        @Override
        RestCall encode(String method, String path, String authorization, byte @Nullable [] json) {
            MessageBuffer form = new MessageBuffer()
                    .append("method=" + method + "&header=Authorization%3A+")
                    .append(URLEncoder.encode(authorization, UTF_8));
            if (json != null) {
                appendEncoded(form.append("&body="), json);
            }
            byte[] body = Arrays.copyOf(form.array(), form.length());
            return new RestCall("POST", path, "", HttpBody.of("application/x-www-form-urlencoded;restless", body));
        }
    },
    /** Ordinary requests with a JSON body, as tools send them. */
    PLAIN {
        @Override
        RestCall encode(String method, String path, String authorization, byte @Nullable [] json) {
            HttpBody body = json == null ? null : HttpBody.of("application/json", json);
            return new RestCall(method, path, "Authorization: " + authorization + "\r\n", body);
        }
    };

    private static final byte[] HEX = "0123456789ABCDEF".getBytes(ISO_8859_1);

    abstract RestCall encode(String method, String path, String authorization, byte @Nullable [] json);

    private static void appendEncoded(MessageBuffer form, byte[] json) {
        for (byte b : json) {
            int c = b & 0xFF;
            if (isLiteral(c)) {
                form.append((char) c);
            } else if (c == ' ') {
                form.append('+');
            } else {
                form.append('%').append((char) HEX[c >> 4]).append((char) HEX[c & 15]);
            }
        }
    }

    private static boolean isLiteral(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-_.*".indexOf(c) >= 0;
    }
}
