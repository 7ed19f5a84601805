package dev.sluice.datastore;

import dev.sluice.container.snapshot.StoredTree;
import dev.sluice.datastore.channel.ChannelException;
import dev.sluice.datastore.channel.ChannelStorage;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The content of a stored channel. Immutable. */
final class StoredChannel implements ChannelStorage {
    static final String ATTRIBUTES = ".attributes";
    static final String GC_DATA = ".gcdata";
    static final Set<String> NOT_CONTENT = Set.of(ATTRIBUTES, GC_DATA);

    private final StoredTree tree;

    StoredChannel(StoredTree tree) {
        this.tree = tree.withoutBlobs(NOT_CONTENT);
    }

    @Override
    public Set<String> paths() {
        Set<String> paths = new LinkedHashSet<>();
        collect("", tree, paths);
        return Collections.unmodifiableSet(paths);
    }

    private static void collect(String prefix, StoredTree tree, Set<String> paths) {
        tree.blobNames().forEach(name -> paths.add(prefix + name));
        tree.trees().forEach((name, below) -> collect(prefix + name + "/", below, paths));
    }

    @Override
    public byte[] read(String path) {
        int slash = path.lastIndexOf('/');
        Optional<StoredTree> parent = Optional.of(tree);
        if (slash >= 0) {
            for (String name : path.substring(0, slash).split("/", -1)) {
                parent = parent.flatMap(at -> at.tree(name));
            }
        }
        return parent.flatMap(at -> at.read(path.substring(slash + 1)))
                .orElseThrow(() -> new ChannelException("found no blob " + path + ", only " + paths()));
    }
}
