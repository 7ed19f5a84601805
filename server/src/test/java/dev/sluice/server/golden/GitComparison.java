package dev.sluice.server.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/**
 * Holds answers about git objects against recorded ones. Names of objects that hold times or names of clients differ
 * from run to run; so each name is also computed anew from what the server says the object holds.
 */
final class GitComparison {

    private final Comparison comparison;
    private final Trees trees;

    GitComparison(Comparison comparison, Trees trees) {
        this.comparison = comparison;
        this.trees = trees;
    }

    void compare(Row.HttpRequest request, JsonNode recorded, JsonNode got) {
        switch (Route.of(request)) {
            case BLOB_WRITE -> blobWritten(Objects.requireNonNull(request.meantBody()), recorded, got);
            case BLOB_READ -> blobRead(recorded, got);
            case TREE_WRITE, TREE_READ -> new TreeComparison(comparison, trees).compare(recorded, got);
            case COMMIT_READ -> commit("body", recorded, got, recorded, got);
            default -> commits(recorded, got);
        }
    }

    private void blobWritten(JsonNode asked, JsonNode recorded, JsonNode got) {
        String content = comparison.ids().translate(asked.path("content").asText());
        byte[] bytes = asked.path("encoding").asText().equals("base64")
                ? Base64.getDecoder().decode(content)
                : content.getBytes(StandardCharsets.UTF_8);
        comparison.equal("body.sha", GitHash.blob(bytes), got.path("sha").asText());
        comparison.value("body", recorded, got);
    }

    private void blobRead(JsonNode recorded, JsonNode got) {
        byte[] was = decode(recorded);
        byte[] is = decode(got);
        comparison.equal("body.sha", GitHash.blob(is), got.path("sha").asText());
        comparison.equal("body.size", (long) is.length, got.path("size").asLong());
        comparison.equal("body.encoding", recorded.path("encoding"), got.path("encoding"));
        comparison.text(
                "body.sha", recorded.path("sha").asText(), got.path("sha").asText());
        if (!Arrays.equals(was, is)) {
            content(trees.pathOf(recorded.path("sha").asText()), utf8(was), utf8(is));
        }
    }

    private void content(String path, String recorded, String got) {
        if (Trees.isServiceState(path) || Trees.isLogTail(path)) {
            // Service state is free; the ops of a log tail are compared where they are broadcast and read from deltas.
            comparison.equal("content is JSON", false, Json.parseOrMissing(got).isMissingNode());
        } else {
            comparison.text("content", recorded, got);
        }
    }

    private void commits(JsonNode recorded, JsonNode got) {
        List<JsonNode> was = Json.elements(recorded);
        List<JsonNode> is = Json.elements(got);
        if (was.size() != is.size()) {
            comparison.differ("body.length", "" + was.size(), is.size() + " " + got);
            return;
        }
        for (int i = 0; i < was.size(); i++) {
            commit(
                    "body[" + i + "]",
                    was.get(i),
                    is.get(i),
                    was.get(i).path("commit"),
                    is.get(i).path("commit"));
        }
    }

    private void commit(String path, JsonNode recorded, JsonNode got, JsonNode recordedDetails, JsonNode details) {
        comparison.equal(
                path + ".sha",
                GitHash.commit(details, got.path("parents")),
                got.path("sha").asText());
        String message = recordedDetails.path("message").asText();
        String sha = recorded.path("sha").asText();
        if (message.startsWith("New document")) {
            // Documents born in one second share this commit, in the recording or now.
            comparison.ids().rebindSha(sha, got.path("sha").asText());
        } else if (isLaggingCommit(message, details.path("message").asText())) {
            comparison.ids().rebindSha(sha, got.path("sha").asText());
            comparison
                    .ids()
                    .rebindSha(
                            recordedDetails.path("tree").path("sha").asText(),
                            details.path("tree").path("sha").asText());
            return;
        }
        comparison.value(path, recorded, got);
    }

    private boolean isLaggingCommit(String recorded, String got) {
        return recorded.startsWith("Service Summary @")
                && !recorded.equals(got)
                && comparison.profile().allows(AllowedDifference.NoServiceSummary.class);
    }

    private static byte[] decode(JsonNode blob) {
        return Base64.getDecoder().decode(blob.path("content").asText());
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
