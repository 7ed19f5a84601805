package dev.sluice.restore;

import dev.sluice.driver.Version;
import dev.sluice.inspect.DocumentGraph;
import dev.sluice.inspect.OfflineDocument;
import dev.sluice.inspect.StoredDocument;
import dev.sluice.protocol.handle.NodePath;
import dev.sluice.restore.RestoreException.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What restoring a node takes: nothing but a reference if it still exists, else copies of it and of every deleted node that can be
 * reached from it. Immutable but for its source.
 *
 * @param version what copies come from
 * @param source the document as of that version
 * @param copied the paths of the data stores and blobs to copy
 * @param missing targets of handles in these that neither the document nor the version has
 */
record RestorePlan(
        Optional<Version> version, Optional<OfflineDocument> source, List<String> copied, List<String> missing) {
    /** Copies the lists. */
    RestorePlan {
        copied = List.copyOf(copied);
        missing = List.copyOf(missing);
    }

    /**
     * Decides.
     *
     * @throws RestoreException if the node is referenced, unknown, or in no version that is kept, or if what is to hold it is garbage
     */
    static RestorePlan of(StoredDocument stored, RestoreRequest request) {
        OfflineDocument now = stored.newest();
        DocumentGraph graph = DocumentGraph.of(now, stored);
        String node = request.node();
        checkHolder(graph, request.keep());
        if (graph.isNode(node)) {
            if (graph.isReferenced(node)) {
                throw new RestoreException(Kind.CONFLICT, node + " is referenced; there is nothing to restore");
            }
            if (request.version().isPresent()) {
                throw new RestoreException(
                        Kind.USAGE, node + " still exists and is revived as it is; a version is for what was deleted");
            }
            return new RestorePlan(Optional.empty(), Optional.empty(), List.of(), List.of());
        }
        Set<String> deleted = now.runtime().deletedNodes();
        if (!deleted.contains(node)) {
            throw new RestoreException(Kind.NOT_FOUND, node + " is no node of the document, and was never deleted");
        }
        Version version = request.version().orElseGet(() -> newestWith(stored, node));
        OfflineDocument source = stored.at(version);
        if (!source.runtime().freshGcNodes().containsKey(node)) {
            throw new RestoreException(Kind.NOT_FOUND, "version " + version.id() + " does not have " + node);
        }
        return new Walk(source, graph).from(node, version);
    }

    private static void checkHolder(DocumentGraph graph, Keep keep) {
        if (keep instanceof Keep.Key key) {
            List<String> names = NodePath.ofUrl(key.holder()).names();
            String channel = names.size() < 2
                    ? key.holder()
                    : NodePath.ofChannel(names.get(0), names.get(1)).text();
            if (graph.isNode(channel) && !graph.isReferenced(channel)) {
                throw new RestoreException(
                        Kind.CONFLICT, channel + " is garbage itself, so that it keeps nothing; restore it first");
            }
        }
    }

    /** Deleted for good: versions that have the node are all older than those that name it among the deleted. */
    private static Version newestWith(StoredDocument stored, String node) {
        List<Version> versions = stored.versions();
        int deleted = -1;
        int notYet = versions.size();
        while (notYet - deleted > 1) {
            int middle = (deleted + notYet) >>> 1;
            if (stored.at(versions.get(middle)).runtime().deletedNodes().contains(node)) {
                deleted = middle;
            } else {
                notYet = middle;
            }
        }
        if (notYet == versions.size()) {
            throw new RestoreException(
                    Kind.NOT_FOUND, node + " is in no version that is kept; the oldest already names it as deleted");
        }
        return versions.get(notYet);
    }

    /** Goes through the graph of a version, as far as what was deleted since reaches. */
    private static final class Walk {
        private final OfflineDocument source;
        private final Map<String, List<String>> nodes;
        private final DocumentGraph now;
        private final Set<String> copied = new LinkedHashSet<>();
        private final Set<String> missing = new LinkedHashSet<>();
        private final Deque<String> next = new ArrayDeque<>();

        Walk(OfflineDocument source, DocumentGraph now) {
            this.source = source;
            this.nodes = source.runtime().freshGcNodes();
            this.now = now;
        }

        RestorePlan from(String node, Version version) {
            meet(node);
            for (String unit = next.poll(); unit != null; unit = next.poll()) {
                routes(unit).forEach(this::meet);
            }
            return new RestorePlan(
                    Optional.of(version), Optional.of(source), List.copyOf(copied), List.copyOf(missing));
        }

        private void meet(String url) {
            String unit = HandleRewrite.unit(NodePath.ofUrl(url));
            if (unit.equals(NodePath.ROOT.text()) || now.isNode(unit) || copied.contains(unit)) {
                return;
            }
            if (nodes.containsKey(unit)) {
                copied.add(unit);
                next.add(unit);
            } else {
                missing.add(url);
            }
        }

        private List<String> routes(String unit) {
            List<String> routes = new ArrayList<>(nodes.getOrDefault(unit, List.of()));
            for (String part : List.copyOf(routes)) {
                if (part.startsWith(unit + "/")) {
                    routes.addAll(nodes.getOrDefault(part, List.of()));
                }
            }
            return routes;
        }
    }
}
