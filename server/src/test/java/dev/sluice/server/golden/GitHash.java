package dev.sluice.server.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/** Names of git objects, computed from what they hold. */
final class GitHash {

    /** One line of a tree. */
    record Entry(String mode, String name, String sha) {

        boolean isTree() {
            return mode.endsWith("40000");
        }

        private byte[] sortKey() {
            return (isTree() ? name + "/" : name).getBytes(StandardCharsets.UTF_8);
        }
    }

    private GitHash() {}

    static String blob(byte[] content) {
        return hash("blob", content);
    }

    static String tree(List<Entry> entries) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        entries.stream()
                .sorted(Comparator.comparing(Entry::sortKey, Arrays::compareUnsigned))
                .forEach(entry -> {
                    String mode = entry.isTree() ? "40000" : entry.mode();
                    body.writeBytes((mode + " " + entry.name() + "\0").getBytes(StandardCharsets.UTF_8));
                    body.writeBytes(HexFormat.of().parseHex(entry.sha()));
                });
        return hash("tree", body.toByteArray());
    }

    /** The name of a commit as a REST answer shows it, with {@code parents} beside it. */
    static String commit(JsonNode commit, JsonNode parents) {
        StringBuilder body = new StringBuilder();
        body.append("tree ").append(commit.path("tree").path("sha").asText()).append('\n');
        parents.forEach(parent ->
                body.append("parent ").append(parent.path("sha").asText()).append('\n'));
        body.append("author ").append(person(commit.path("author"))).append('\n');
        body.append("committer ").append(person(commit.path("committer"))).append("\n\n");
        body.append(commit.path("message").asText());
        return hash("commit", body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String person(JsonNode person) {
        long seconds = Instant.parse(person.path("date").asText()).getEpochSecond();
        return person.path("name").asText() + " <" + person.path("email").asText() + "> " + seconds + " +0000";
    }

    private static String hash(String type, byte[] body) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update((type + " " + body.length + "\0").getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(sha1.digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
