package dev.sluice.server.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Holds a whole summary as downloaded against the recorded one. The recording proxy put it together from the
 * reference's own objects, so what the files hold is evidence, though the form is not.
 */
final class SnapshotComparison {

    private static final String APP = ".app/";

    private final Comparison comparison;

    SnapshotComparison(Comparison comparison) {
        this.comparison = comparison;
    }

    void compare(JsonNode recorded, JsonNode got) {
        comparison.text("id", recorded.path("id").asText(), got.path("id").asText());
        parentsFirst(got);
        Map<String, String> files = files(got);
        files(recorded).forEach((path, content) -> {
            boolean isFree = Trees.isWrittenByService(path) || path.startsWith(".serviceProtocol");
            if (!isFree) {
                comparison.text(path, content, files.getOrDefault(path, "absent"));
            }
        });
    }

    private void parentsFirst(JsonNode got) {
        Set<String> seen = new HashSet<>();
        for (JsonNode entry : got.path("trees").path(0).path("entries")) {
            String path = entry.path("path").asText();
            int slash = path.lastIndexOf('/');
            if (slash > 0 && !seen.contains(path.substring(0, slash))) {
                comparison.differ("entries", "every parent before its children", path);
            }
            seen.add(path);
        }
    }

    /** What each file holds, by its path below the application's root. */
    private static Map<String, String> files(JsonNode snapshot) {
        Map<String, String> blobs = new HashMap<>();
        snapshot.path("blobs").forEach(blob -> blobs.put(blob.path("id").asText(), content(blob)));
        Map<String, String> files = new HashMap<>();
        for (JsonNode entry : snapshot.path("trees").path(0).path("entries")) {
            String content = blobs.get(entry.path("id").asText());
            if (content != null && entry.path("type").asText().equals("blob")) {
                String path = entry.path("path").asText();
                files.put(path.startsWith(APP) ? path.substring(APP.length()) : path, content);
            }
        }
        return files;
    }

    private static String content(JsonNode blob) {
        String content = blob.path("content").asText();
        return blob.path("encoding").asText().equals("base64")
                ? new String(Base64.getDecoder().decode(content), StandardCharsets.ISO_8859_1)
                : new String(content.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
