package dev.sluice.server.summary;

import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.protocol.git.GitTreeEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where in a version the application's entries are.
 *
 * <p>This service writes them at the root, beside {@link ProtocolTree#NAME}, whichever way a summary was uploaded: equal
 * content then has equal ids. Versions that came from elsewhere may have them below {@value #NAME}, and clients always name
 * them so in handles; both are understood when reading (SVC §1.11).
 */
public final class AppTree {
    /** The name of the subtree, where there is one. */
    public static final String NAME = ".app";

    private AppTree() {}

    /** Returns the tree that holds the application's entries: {@code root} itself, or its subtree. */
    public static GitId of(TreeReader reader, GitId root) {
        return subtree(reader, root).orElse(root);
    }

    /** Resolves a path that a client may have written for either layout. */
    public static Optional<GitTreeEntry> resolve(TreeReader reader, GitId root, List<String> names) {
        Optional<GitTreeEntry> literal = reader.resolve(root, names);
        if (literal.isPresent() && !names.isEmpty()) {
            return literal;
        }
        if (!names.isEmpty() && names.get(0).equals(NAME)) {
            return reader.resolve(root, names.subList(1, names.size()));
        }
        if (subtree(reader, root).isEmpty()) {
            return literal;
        }
        List<String> below = new ArrayList<>(names);
        below.add(0, NAME);
        return reader.resolve(root, below);
    }

    private static Optional<GitId> subtree(TreeReader reader, GitId root) {
        return reader.tree(root)
                .flatMap(tree -> tree.entry(NAME))
                .filter(entry -> entry.type() == GitObjectType.TREE)
                .map(GitTreeEntry::id);
    }
}
