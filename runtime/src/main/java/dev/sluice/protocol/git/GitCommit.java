package dev.sluice.protocol.git;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A commit: a version of a document.
 *
 * <p>Two documents of equal content created within one second share a commit; it is no key of a document. Immutable.
 *
 * @param tree the tree of this version
 * @param parents the versions it follows, newest first
 * @param author who wrote it
 * @param committer who stored it
 * @param message ends with a line break, which is added if missing
 * @since 0.1
 */
public record GitCommit(GitId tree, List<GitId> parents, GitSignature author, GitSignature committer, String message) {
    /** Creates a commit. */
    public GitCommit {
        parents = List.copyOf(parents);
        message = message.endsWith("\n") ? message : message + "\n";
    }

    /**
     * Parses the stored body of a commit.
     *
     * @param body read from its position to its limit
     * @throws IllegalArgumentException if it is not a well-formed commit
     */
    public static GitCommit parse(ByteBuffer body) {
        String text = StandardCharsets.UTF_8.decode(body).toString();
        int blank = text.indexOf("\n\n");
        if (blank < 0) {
            throw new IllegalArgumentException("a commit has no blank line before its message");
        }
        GitId tree = null;
        List<GitId> parents = new ArrayList<>();
        GitSignature author = null;
        GitSignature committer = null;
        for (String line : text.substring(0, blank).split("\n", -1)) {
            int space = line.indexOf(' ');
            String value = line.substring(space + 1);
            switch (line.substring(0, Math.max(space, 0))) {
                case "tree" -> tree = GitId.parse(value);
                case "parent" -> parents.add(GitId.parse(value));
                case "author" -> author = parseSignature(value);
                case "committer" -> committer = parseSignature(value);
                default -> throw new IllegalArgumentException("unknown line \"" + line + "\" in a commit");
            }
        }
        if (tree == null || author == null || committer == null) {
            throw new IllegalArgumentException("a commit lacks its tree, author or committer");
        }
        return new GitCommit(tree, parents, author, committer, text.substring(blank + 2));
    }

    /** Returns the body that is hashed and stored, without the header. */
    public byte[] toBytes() {
        StringBuilder text = new StringBuilder(256);
        text.append("tree ").append(tree).append('\n');
        for (GitId parent : parents) {
            text.append("parent ").append(parent).append('\n');
        }
        appendSignature(text, "author ", author);
        appendSignature(text, "committer ", committer);
        return text.append('\n').append(message).toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the id of this commit. */
    public GitId id() {
        return GitHash.of(GitObjectType.COMMIT, toBytes());
    }

    private static void appendSignature(StringBuilder text, String role, GitSignature who) {
        text.append(role)
                .append(who.name())
                .append(" <")
                .append(who.email())
                .append("> ")
                .append(who.date().getEpochSecond())
                .append(" +0000\n");
    }

    private static GitSignature parseSignature(String line) {
        int open = line.lastIndexOf(" <");
        int close = line.lastIndexOf("> ");
        int zone = line.lastIndexOf(' ');
        if (open < 0 || close < open || zone <= close + 1) {
            throw new IllegalArgumentException("\"" + line + "\" is not a commit's signature");
        }
        long seconds = Long.parseLong(line.substring(close + 2, zone));
        return new GitSignature(
                line.substring(0, open), line.substring(open + 2, close), Instant.ofEpochSecond(seconds));
    }
}
