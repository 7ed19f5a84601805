package dev.sluice.container;

import dev.sluice.container.snapshot.StoredTree;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.protocol.handle.NodePath;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What was swept, for ever (RT-086). Confined to the document's thread. */
final class DeletedNodes {
    private static final String BLOB = "__deletedNodes";

    // By UTF-16 unit, as the blob is ordered.
    private final Set<String> paths = new TreeSet<>();

    void load(StoredTree gc) {
        JsonArray stored = gc.json(BLOB)
                .map(json -> json.asArray().orElseThrow(() -> malformed(json)))
                .orElse(JsonArray.EMPTY);
        stored.elements().forEach(path -> paths.add(path.asString().orElseThrow(() -> malformed(path))));
    }

    void addAll(Collection<String> swept) {
        paths.addAll(swept);
    }

    boolean has(NodePath path) {
        return paths.contains(path.text());
    }

    Set<String> all() {
        return Collections.unmodifiableSet(paths);
    }

    /** Returns a tree {@code gc} that says nothing but what was deleted (RT-085). */
    Optional<SummaryTree> toGcTree() {
        return paths.isEmpty()
                ? Optional.empty()
                : Optional.of(SummaryTree.builder()
                        .text(
                                BLOB,
                                JsonValue.of(paths.stream().map(JsonValue::of).toList())
                                        .toJson())
                        .build());
    }

    private static ContainerException malformed(JsonValue found) {
        return new ContainerException(
                Kind.DATA_CORRUPTION, "found " + found.toJson() + " in " + BLOB + ", expected paths");
    }
}
