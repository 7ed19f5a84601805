package dev.sluice.gc.state;

import dev.sluice.protocol.summary.SummaryHandle;
import dev.sluice.protocol.summary.SummaryObject;
import dev.sluice.protocol.summary.SummaryTree;
import dev.sluice.protocol.summary.SummaryType;
import java.util.Collection;
import java.util.Optional;

/**
 * The tree {@code gc} as it was, or is to be, written: what a later one is compared with (garbage-collection §4.2). Whoever writes
 * summaries keeps one for each proposal, and compares with that of the one that was acknowledged. Immutable.
 *
 * @param root the text of the graph
 * @param tombstones the text of the tombstones, if there are any
 * @param deleted the text of what was deleted, if anything was
 * @since 0.1
 */
public record GcTree(String root, Optional<String> tombstones, Optional<String> deleted) {
    private static final String PATH = "/" + GcBlobs.TREE;

    /** Returns the tree of a state. */
    public static GcTree of(GcSnapshot snapshot) {
        return new GcTree(
                GcBlobs.write(snapshot.state().orElse(GcState.EMPTY)),
                GcBlobs.write(snapshot.tombstones()),
                GcBlobs.write(snapshot.deleted()));
    }

    /**
     * Returns the tree of a snapshot that was loaded, for comparison; empty if its graph lies in blobs of other names, to which no
     * handle may lead.
     *
     * @param names of the blobs in the stored tree
     */
    public static Optional<GcTree> ofStored(Collection<String> names, GcSnapshot snapshot) {
        boolean isWhole = snapshot.state().isEmpty() || names.contains(GcBlobs.ROOT);
        return isWhole && names.stream().noneMatch(GcBlobs::isOtherPart) ? Optional.of(of(snapshot)) : Optional.empty();
    }

    /** Returns everything in full. */
    public SummaryTree toSummary() {
        SummaryTree.Builder tree = SummaryTree.builder().text(GcBlobs.ROOT, root);
        tombstones.ifPresent(text -> tree.text(GcBlobs.TOMBSTONES, text));
        deleted.ifPresent(text -> tree.text(GcBlobs.DELETED, text));
        return tree.build();
    }

    /** Returns what is to be written over an acknowledged summary: handles for what is equal. */
    public SummaryObject toSummary(GcTree acknowledged) {
        if (equals(acknowledged)) {
            return new SummaryHandle(PATH, SummaryType.TREE);
        }
        SummaryTree.Builder tree = SummaryTree.builder();
        put(tree, GcBlobs.ROOT, Optional.of(root), Optional.of(acknowledged.root));
        put(tree, GcBlobs.TOMBSTONES, tombstones, acknowledged.tombstones);
        put(tree, GcBlobs.DELETED, deleted, acknowledged.deleted);
        return tree.build();
    }

    private static void put(SummaryTree.Builder tree, String name, Optional<String> text, Optional<String> before) {
        if (text.isPresent() && text.equals(before)) {
            tree.put(name, new SummaryHandle(PATH + "/" + name, SummaryType.BLOB));
        } else {
            text.ifPresent(changed -> tree.text(name, changed));
        }
    }
}
