package dev.sluice.server.summary;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.protocol.git.GitTree;
import dev.sluice.protocol.git.GitTreeEntry;
import java.util.HashMap;
import java.util.Map;

/**
 * Knows how large trees are.
 *
 * <p>The id of a tree determines everything below it, so a size once found holds for ever and for every tenant. It is
 * remembered across checks: what a summary repeats of the one before costs a lookup, not another walk. Safe for use by many
 * threads.
 */
public final class TreeSizes {
    private static final int REMEMBERED = 1 << 16;

    private final Cache<GitId, TreeSize> remembered = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .executor(Runnable::run)
            .build();

    /**
     * Returns the size of a tree of which everything is in the store.
     *
     * <p>Each tree is read once, however often it is named; the calls nest as deep as the trees do.
     *
     * @throws UnreadableTreeException if a tree is missing
     */
    TreeSize of(GitId tree, TreeReader reader) {
        return size("", tree, reader, new HashMap<>());
    }

    /** The sizes of this walk are kept beside those remembered, which others may push out. */
    private TreeSize size(String path, GitId id, TreeReader reader, Map<GitId, TreeSize> found) {
        TreeSize known = found.get(id);
        if (known == null) {
            known = remembered.getIfPresent(id);
        }
        if (known == null) {
            known = measure(path, id, reader, found);
            remembered.put(id, known);
        }
        found.put(id, known);
        return known;
    }

    private TreeSize measure(String path, GitId id, TreeReader reader, Map<GitId, TreeSize> found) {
        GitTree tree = reader.tree(id).orElseThrow(() -> UnreadableTreeException.missing(path, id));
        TreeSize size = TreeSize.EMPTY;
        for (GitTreeEntry entry : tree.entries()) {
            size = entry.type() == GitObjectType.TREE
                    ? size.plusTree(entry.name(), size(path + "/" + entry.name(), entry.id(), reader, found))
                    : size.plusBlob(entry.name());
        }
        return size;
    }
}
