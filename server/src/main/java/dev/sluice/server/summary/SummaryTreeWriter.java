package dev.sluice.server.summary;

import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.protocol.git.GitTree;
import dev.sluice.protocol.git.GitTreeEntry;
import dev.sluice.protocol.summary.SummaryAttachment;
import dev.sluice.protocol.summary.SummaryBlob;
import dev.sluice.protocol.summary.SummaryHandle;
import dev.sluice.protocol.summary.SummaryObject;
import dev.sluice.protocol.summary.SummaryPath;
import dev.sluice.protocol.summary.SummaryTree;
import dev.sluice.protocol.summary.SummaryType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Turns a summary into Git objects.
 *
 * <p>Names become encoded path segments, so both wire encodings give the same tree (SVC-004). A loading group is kept as a
 * blob inside its tree, as the reference does; the {@code unreferenced} mark is not kept, since no client reads it back.
 *
 * <p>Confined to one summary.
 */
public final class SummaryTreeWriter {
    /** The blob that names the loading group of the tree it stands in. */
    static final String GROUP_ID = ".groupId";

    private final ObjectWriter objects;
    private final HandleResolver handles;

    /**
     * Creates a writer.
     *
     * @param handles finds what handles and attachments stand for
     */
    public SummaryTreeWriter(ObjectWriter objects, HandleResolver handles) {
        this.objects = objects;
        this.handles = handles;
    }

    /** A handle or an attachment of the summary leads nowhere. */
    public static final class UnresolvedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnresolvedException(String path, String target) {
            super("\"" + path + "\" takes over \"" + target + "\", which does not exist or is of another type");
        }
    }

    /**
     * Writes a tree and everything in it.
     *
     * @return the entries of the tree, which itself is not written yet, so that others can be added
     * @throws UnresolvedException if a handle or an attachment leads nowhere
     * @throws IllegalArgumentException if a name cannot stand in a Git tree
     */
    public List<GitTreeEntry> write(SummaryTree tree) {
        return entries("", tree);
    }

    private List<GitTreeEntry> entries(String prefix, SummaryTree tree) {
        List<GitTreeEntry> entries = new ArrayList<>(tree.entries().size() + 1);
        for (Map.Entry<String, SummaryObject> part : tree.entries().entrySet()) {
            String name = SummaryPath.encode(part.getKey());
            entries.add(entry(prefix + name, name, part.getValue()));
        }
        if (tree.groupId() != null && !tree.entries().containsKey(GROUP_ID)) {
            GitId group = objects.blob(tree.groupId().getBytes(StandardCharsets.UTF_8));
            entries.add(new GitTreeEntry(GROUP_ID, GitObjectType.BLOB, group));
        }
        return entries;
    }

    private GitTreeEntry entry(String path, String name, SummaryObject part) {
        return switch (part.type()) {
            case TREE ->
                new GitTreeEntry(
                        name, GitObjectType.TREE, objects.tree(GitTree.of(entries(path + "/", (SummaryTree) part))));
            case BLOB -> new GitTreeEntry(name, GitObjectType.BLOB, objects.blob(((SummaryBlob) part).toBytes()));
            case HANDLE -> handle(path, name, (SummaryHandle) part);
            case ATTACHMENT ->
                resolved(path, name, ((SummaryAttachment) part).id().toHex(), GitObjectType.BLOB);
        };
    }

    private GitTreeEntry handle(String path, String name, SummaryHandle handle) {
        GitObjectType type = handle.targetType() == SummaryType.TREE ? GitObjectType.TREE : GitObjectType.BLOB;
        return resolved(path, name, handle.target(), type);
    }

    private GitTreeEntry resolved(String path, String name, String target, GitObjectType type) {
        return handles.resolve(target)
                .filter(found -> found.type() == type)
                .map(found -> new GitTreeEntry(name, type, found.id()))
                .orElseThrow(() -> new UnresolvedException(path, target));
    }
}
