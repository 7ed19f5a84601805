package dev.sluice.gc.session;

import dev.sluice.gc.graph.NodeType;
import dev.sluice.protocol.handle.NodePath;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What was swept, for ever (RT-086, I5). Confined to the document's thread. */
final class DeletedNodes {
    // By UTF-16 unit, as the blob is ordered.
    private final Set<String> paths;
    private final Map<String, List<String>> packagePaths = new HashMap<>();

    DeletedNodes(Set<String> stored) {
        this.paths = new TreeSet<>(stored);
    }

    void addAll(Collection<String> swept) {
        paths.addAll(swept);
    }

    /** Remembers what a data store was that is being deleted in this session. */
    void remember(String id, List<String> packagePath) {
        packagePaths.put(id, List.copyOf(packagePath));
    }

    boolean has(NodePath path) {
        return paths.contains(path.text());
    }

    Optional<List<String>> packagePath(NodePath path) {
        return NodeType.ofShape(path) == NodeType.BLOB
                ? Optional.of(List.of("_blobs"))
                : Optional.ofNullable(packagePaths.get(path.text()));
    }

    Set<String> all() {
        return Collections.unmodifiableSet(paths);
    }
}
