package dev.sluice.server.summary;

import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitCommit;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.protocol.git.GitTree;
import dev.sluice.protocol.git.GitTreeEntry;
import dev.sluice.server.config.Limit;
import dev.sluice.server.storage.StoreView;
import dev.sluice.server.storage.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads commits and trees of one tenant.
 *
 * <p>Valid as long as its view, on that view's thread.
 */
public final class TreeReader {
    private final StoreView view;
    private final TenantId tenant;
    private final Map<GitId, Map<String, GitTreeEntry>> followed = new HashMap<>();

    /** Creates a reader on a view. */
    public TreeReader(StoreView view, TenantId tenant) {
        this.view = view;
        this.tenant = tenant;
    }

    /**
     * An entry and where it stands.
     *
     * <p>Immutable.
     *
     * @param path the names from the listed tree down to the entry, joined by {@code /}
     * @param entry the entry itself
     */
    public record Located(String path, GitTreeEntry entry) {}

    /** Tells whether the tenant has an object, of whatever type. */
    public boolean contains(GitId id) {
        return view.contains(tenant, id);
    }

    /** Returns a commit, or nothing if there is no such object or it is something else. */
    public Optional<GitCommit> commit(GitId id) {
        return parse(id, GitObjectType.COMMIT, GitCommit::parse);
    }

    /** Returns a tree, or nothing if there is no such object or it is something else. */
    public Optional<GitTree> tree(GitId id) {
        return parse(id, GitObjectType.TREE, GitTree::parse);
    }

    /** Returns the bytes of a blob, or nothing if there is no such object or it is something else. */
    public Optional<byte[]> blob(GitId id) {
        return parse(id, GitObjectType.BLOB, TreeReader::copy);
    }

    /**
     * Follows names from a tree down. Each tree on the way is read once in the life of this reader: a summary names thousands
     * of parts of few trees.
     *
     * @param names encoded as stored; none yields the tree itself
     * @return the entry at the end, or nothing if a name is missing or leads through a blob
     */
    public Optional<GitTreeEntry> resolve(GitId root, List<String> names) {
        Optional<GitTreeEntry> at = Optional.of(new GitTreeEntry("root", GitObjectType.TREE, root));
        for (String name : names) {
            at = at.filter(parent -> parent.type() == GitObjectType.TREE)
                    .flatMap(parent -> Optional.ofNullable(children(parent.id()).get(name)));
        }
        return at;
    }

    private Map<String, GitTreeEntry> children(GitId tree) {
        return followed.computeIfAbsent(
                tree, id -> tree(id).map(TreeReader::byName).orElse(Map.of()));
    }

    /** Returns the entries of a tree by name. */
    static Map<String, GitTreeEntry> byName(GitTree tree) {
        Map<String, GitTreeEntry> entries = new HashMap<>();
        tree.entries().forEach(entry -> entries.put(entry.name(), entry));
        return entries;
    }

    /**
     * Lists a tree and everything below it, every tree before its children (SVC-021).
     *
     * @throws UnreadableTreeException if a tree is missing or the limits do not suffice
     */
    public List<Located> list(GitId root, TreeLimits limits) {
        Listing listing = new Listing(limits);
        list("", root, 1, listing);
        return listing.all;
    }

    /** What was listed so far. */
    private static final class Listing {
        private final TreeLimits limits;
        private final List<Located> all = new ArrayList<>();
        private long pathChars;

        Listing(TreeLimits limits) {
            this.limits = limits;
        }

        void add(String path, GitTreeEntry entry, int depth) {
            pathChars += path.length();
            Optional<Limit> exceeded = limits.exceededByListing(depth, all.size() + 1, pathChars);
            if (exceeded.isPresent()) {
                throw UnreadableTreeException.tooLarge(path, limits, exceeded.get());
            }
            all.add(new Located(path, entry));
        }
    }

    private void list(String prefix, GitId id, int depth, Listing into) {
        GitTree tree = tree(id).orElseThrow(() -> UnreadableTreeException.missing(prefix, id));
        for (GitTreeEntry entry : tree.entries()) {
            String path = prefix.isEmpty() ? entry.name() : prefix + "/" + entry.name();
            into.add(path, entry, depth);
            if (entry.type() == GitObjectType.TREE) {
                list(path, entry.id(), depth + 1, into);
            }
        }
    }

    private <T> Optional<T> parse(GitId id, GitObjectType type, Function<ByteBuffer, T> parser) {
        return view.object(tenant, id)
                .filter(object -> object.type() == type)
                .map(object -> parser.apply(bytes(object)));
    }

    private static ByteBuffer bytes(StoredObject object) {
        if (object.content() instanceof StoredObject.Content.Inline inline) {
            return inline.bytes().duplicate();
        }
        StoredObject.Content.InFile file = (StoredObject.Content.InFile) object.content();
        try {
            return ByteBuffer.wrap(Files.readAllBytes(file.path()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static byte[] copy(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }
}
