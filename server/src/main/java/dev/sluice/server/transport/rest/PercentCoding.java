package dev.sluice.server.transport.rest;

import dev.sluice.protocol.summary.SummaryPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decodes percent escapes in URLs. Pure. */
final class PercentCoding {
    private PercentCoding() {}

    /** Returns the decoded text, or nothing if an escape is incomplete or stands for no UTF-8. */
    static Optional<String> decode(String text) {
        if (text.indexOf('%') < 0) {
            return Optional.of(text);
        }
        try {
            return Optional.of(SummaryPath.decode(text));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /**
     * Returns the decoded segments of a path; one slash at its end does not count.
     *
     * @throws RestException if an escape is malformed
     */
    static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        String[] raw = path.split("/", -1);
        int end = raw.length > 2 && raw[raw.length - 1].isEmpty() ? raw.length - 1 : raw.length;
        for (int i = 1; i < end; i++) {
            segments.add(decode(raw[i]).orElseThrow(() -> RestException.badRequest("the path has a malformed escape")));
        }
        return segments;
    }
}
