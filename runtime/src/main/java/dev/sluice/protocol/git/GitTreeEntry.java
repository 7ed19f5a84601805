package dev.sluice.protocol.git;

/**
 * One name in a Git tree.
 *
 * <p>Immutable.
 *
 * @param name one path segment, encoded as clients sent it; never empty, without {@code /}, NUL and unpaired surrogates
 * @param type {@link GitObjectType#BLOB} or {@link GitObjectType#TREE}
 * @param id the object the name stands for
 * @since 0.1
 */
public record GitTreeEntry(String name, GitObjectType type, GitId id) {
    /**
     * Creates an entry.
     *
     * @throws IllegalArgumentException if the name is not one path segment or the type is a commit
     */
    public GitTreeEntry {
        if (name.isEmpty()
                || name.equals(".")
                || name.equals("..")
                || name.indexOf('/') >= 0
                || name.indexOf('\0') >= 0
                || name.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            throw new IllegalArgumentException("\"" + name + "\" is not a path segment of a Git tree");
        }
        if (type == GitObjectType.COMMIT) {
            throw new IllegalArgumentException("tree entry \"" + name + "\" names a commit; expected a blob or a tree");
        }
    }

    /** Returns the mode as it is hashed: {@code 100644} for blobs, {@code 40000} for trees. */
    public String mode() {
        return type == GitObjectType.TREE ? "40000" : "100644";
    }
}
