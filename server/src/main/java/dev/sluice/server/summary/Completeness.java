package dev.sluice.server.summary;

import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitCommit;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.protocol.git.GitTree;
import dev.sluice.protocol.git.GitTreeEntry;
import dev.sluice.server.config.Limit;
import dev.sluice.server.storage.StoreView;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks that everything a tree names is in the store, before a version is made of it (I6).
 *
 * <p>Uploads arrive in any order, so a tree may be stored before what it names (SVC-022); this is where that ends. An accepted
 * version is complete, so wherever the new tree has the id that the parent has under the same name, nothing below is looked
 * at: the cost is linear in what changed, not in the document. The limits, though, are those of the whole tree as a client
 * will list it, with all that is unchanged or repeated in it: {@link TreeSizes} remembers those parts.
 *
 * <p>Confined to one check.
 */
public final class Completeness {
    private final StoreView view;
    private final TenantId tenant;
    private final TreeReader reader;
    private final TreeLimits limits;
    private final Set<GitId> known = new HashSet<>();
    private int entries;

    private Completeness(StoreView view, TenantId tenant, TreeLimits limits) {
        this.view = view;
        this.tenant = tenant;
        this.reader = new TreeReader(view, tenant);
        this.limits = limits;
    }

    /** The outcome of a check. */
    public sealed interface Verdict {
        /** Everything is there. */
        record Complete() implements Verdict {}

        /**
         * An object is absent, or is not of the type under which it is named. Immutable.
         *
         * @param path where it is named, from the root of the checked tree; empty for the root itself
         * @param id the object that was expected
         */
        record Missing(String path, GitId id) implements Verdict {}

        /** The tree is deeper or larger than the limits. Immutable. */
        record TooLarge(String path, Limit exceeded) implements Verdict {}
    }

    /**
     * Checks a tree against the store.
     *
     * @param tree the root of an application's tree
     * @param parent the version it follows, which was checked when it was made
     * @param sizes remembers the sizes of trees from one check to the next
     * @return the first thing that is wrong, in order of the tree
     */
    public static Verdict check(
            StoreView view, TenantId tenant, GitId tree, Optional<GitId> parent, TreeLimits limits, TreeSizes sizes) {
        Completeness check = new Completeness(view, tenant, limits);
        Optional<GitId> before =
                parent.flatMap(check.reader::commit).map(GitCommit::tree).map(root -> AppTree.of(check.reader, root));
        return check.tree("", tree, before, 1)
                .or(() -> limits.exceededBy(sizes.of(tree, check.reader)).map(limit -> new Verdict.TooLarge("", limit)))
                .orElseGet(Verdict.Complete::new);
    }

    private Optional<Verdict> tree(String path, GitId id, Optional<GitId> before, int depth) {
        if (before.filter(id::equals).isPresent() || known.contains(id)) {
            return Optional.empty();
        }
        Optional<Limit> exceeded = limits.exceededBy(depth, entries);
        if (exceeded.isPresent()) {
            return Optional.of(new Verdict.TooLarge(path, exceeded.get()));
        }
        Optional<GitTree> tree = reader.tree(id);
        if (tree.isEmpty()) {
            return Optional.of(new Verdict.Missing(path, id));
        }
        Map<String, GitTreeEntry> counterpart =
                before.flatMap(reader::tree).map(TreeReader::byName).orElse(Map.of());
        for (GitTreeEntry entry : tree.get().entries()) {
            Optional<Verdict> wrong = entry(path, entry, counterpart, depth);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        known.add(id);
        return Optional.empty();
    }

    private Optional<Verdict> entry(
            String parentPath, GitTreeEntry entry, Map<String, GitTreeEntry> counterpart, int depth) {
        String path = parentPath.isEmpty() ? entry.name() : parentPath + "/" + entry.name();
        entries++;
        Optional<Limit> exceeded = limits.exceededBy(depth, entries);
        if (exceeded.isPresent()) {
            return Optional.of(new Verdict.TooLarge(path, exceeded.get()));
        }
        Optional<GitId> before = Optional.ofNullable(counterpart.get(entry.name()))
                .filter(old -> old.type() == entry.type())
                .map(GitTreeEntry::id);
        if (entry.type() == GitObjectType.TREE) {
            return tree(path, entry.id(), before, depth + 1);
        }
        boolean present = before.filter(entry.id()::equals).isPresent() || isThere(entry);
        return present ? Optional.empty() : Optional.of(new Verdict.Missing(path, entry.id()));
    }

    private boolean isThere(GitTreeEntry entry) {
        return view.object(tenant, entry.id())
                .filter(object -> object.type() == entry.type())
                .isPresent();
    }
}
