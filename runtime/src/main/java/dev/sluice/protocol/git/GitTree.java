package dev.sluice.protocol.git;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A Git tree: entries with distinct names, in Git's order.
 *
 * <p>Git sorts by the unsigned bytes of the name, a tree's name compared as if it ended in {@code /} (SVC §1.13).
 * Immutable.
 *
 * @since 0.1
 */
public final class GitTree {
    /** The tree without entries. */
    public static final GitTree EMPTY = new GitTree(List.of());

    private static final Comparator<GitTreeEntry> GIT_ORDER = (a, b) -> Arrays.compareUnsigned(sortKey(a), sortKey(b));

    private final List<GitTreeEntry> entries;

    private GitTree(List<GitTreeEntry> entries) {
        this.entries = entries;
    }

    /**
     * Returns the tree with the given entries, in whatever order they come.
     *
     * @throws IllegalArgumentException if a name occurs twice
     */
    public static GitTree of(List<GitTreeEntry> entries) {
        List<GitTreeEntry> sorted = new ArrayList<>(entries);
        sorted.sort(GIT_ORDER);
        var names = new java.util.HashSet<String>();
        for (GitTreeEntry entry : sorted) {
            if (!names.add(entry.name())) {
                throw new IllegalArgumentException("a tree names \"" + entry.name() + "\" twice");
            }
        }
        return new GitTree(List.copyOf(sorted));
    }

    /**
     * Parses the stored body of a tree.
     *
     * @param body read from its position to its limit
     * @throws IllegalArgumentException if it is not a well-formed tree
     */
    public static GitTree parse(ByteBuffer body) {
        List<GitTreeEntry> entries = new ArrayList<>();
        while (body.hasRemaining()) {
            String mode = readUntil(body, (byte) ' ');
            String name = readUntil(body, (byte) 0);
            if (body.remaining() < GitId.BYTES) {
                throw new IllegalArgumentException("a tree ends inside the id of \"" + name + "\"");
            }
            entries.add(new GitTreeEntry(name, typeOf(mode), GitId.read(body)));
        }
        return new GitTree(List.copyOf(entries));
    }

    /**
     * Returns the type an entry's mode stands for; both spellings of a tree's mode are accepted (SVC-020).
     *
     * @throws IllegalArgumentException if the mode is neither a plain file's nor a directory's
     */
    public static GitObjectType typeOf(String mode) {
        return switch (mode) {
            case "100644" -> GitObjectType.BLOB;
            case "40000", "040000" -> GitObjectType.TREE;
            default -> throw new IllegalArgumentException("mode \"" + mode + "\"; expected 100644 or 40000");
        };
    }

    /** Returns the entries in Git's order. */
    public List<GitTreeEntry> entries() {
        return entries;
    }

    /** Returns the entry with the given name; linear in the number of entries. */
    public Optional<GitTreeEntry> entry(String name) {
        return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    /** Returns the body that is hashed and stored, without the header. */
    public byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(entries.size() * 40);
        for (GitTreeEntry entry : entries) {
            out.writeBytes((entry.mode() + " " + entry.name()).getBytes(StandardCharsets.UTF_8));
            out.write(0);
            out.writeBytes(entry.id().toBytes());
        }
        return out.toByteArray();
    }

    /** Returns the id of this tree. */
    public GitId id() {
        return GitHash.of(GitObjectType.TREE, toBytes());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GitTree tree && entries.equals(tree.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    @Override
    public String toString() {
        return entries.toString();
    }

    private static byte[] sortKey(GitTreeEntry entry) {
        String key = entry.type() == GitObjectType.TREE ? entry.name() + "/" : entry.name();
        return key.getBytes(StandardCharsets.UTF_8);
    }

    private static String readUntil(ByteBuffer body, byte end) {
        int start = body.position();
        while (body.hasRemaining()) {
            if (body.get() == end) {
                byte[] text = new byte[body.position() - 1 - start];
                body.get(start, text);
                return new String(text, StandardCharsets.UTF_8);
            }
        }
        throw new IllegalArgumentException("a tree ends inside an entry that begins at byte " + start);
    }
}
