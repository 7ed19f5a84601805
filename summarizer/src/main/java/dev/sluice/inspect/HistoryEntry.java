package dev.sluice.inspect;

import dev.sluice.protocol.handle.NodePath;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One thing that collection did to a document. Immutable.
 *
 * @since 0.1
 */
public sealed interface HistoryEntry {
    /** Where it stands in the order of ops. */
    long sequenceNumber();

    /** Returns lines for people. */
    List<String> lines();

    /** Returns the form in JSON, with a member {@code kind}. */
    JsonObject toJson();

    /**
     * A summary was taken.
     *
     * @param version its id
     * @param sequenceNumber the op it is as of
     * @param proposal the op that proposed it; empty if it is not kept, or the document was created with it
     * @param counts how many nodes were in which state; empty if the version tells nothing of collection
     * @param changes what changed since the summary before; empty if that is unknown, or one of both tells nothing
     */
    record Summary(
            String version,
            long sequenceNumber,
            Optional<OpOrigin> proposal,
            Optional<Counts> counts,
            Optional<Changes> changes)
            implements HistoryEntry {
        @Override
        public List<String> lines() {
            List<String> lines = new ArrayList<>();
            lines.add("summary as of op " + sequenceNumber
                    + proposal.map(op -> ", proposed by " + op.text()).orElse("") + ", version " + version);
            lines.add("  " + counts.map(Counts::text).orElse("tells nothing of collection"));
            changes.ifPresent(known -> known.addLines(lines));
            return lines;
        }

        @Override
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("kind", "summary")
                    .put("version", version)
                    .put("sequenceNumber", sequenceNumber)
                    .putIfPresent("proposal", proposal.map(OpOrigin::toJson))
                    .putIfPresent("counts", counts.map(Counts::toJson))
                    .putIfPresent("changes", changes.map(Changes::toJson))
                    .build();
        }
    }

    /**
     * How many nodes a version has in which state.
     *
     * @param nodes all but the deleted
     * @param unreferenced of these, tombstones included
     * @param tombstoned of these
     * @param deleted ever
     */
    record Counts(int nodes, int unreferenced, int tombstoned, int deleted) {
        String text() {
            return nodes + " nodes, " + unreferenced + " unreferenced, " + tombstoned + " tombstoned, " + deleted
                    + " deleted so far";
        }

        JsonObject toJson() {
            return JsonObject.builder()
                    .put("nodes", nodes)
                    .put("unreferenced", unreferenced)
                    .put("tombstoned", tombstoned)
                    .put("deleted", deleted)
                    .build();
        }
    }

    /**
     * What became of nodes from one summary to the next, by path.
     *
     * @param unreferenced became garbage
     * @param restarted are garbage still, but were referred to meanwhile, so that their age began anew
     * @param tombstoned became tombstones
     * @param revived are referenced again
     * @param deleted are gone
     */
    record Changes(
            List<String> unreferenced,
            List<String> restarted,
            List<String> tombstoned,
            List<String> revived,
            List<String> deleted) {
        /** Copies the lists. */
        public Changes {
            unreferenced = List.copyOf(unreferenced);
            restarted = List.copyOf(restarted);
            tombstoned = List.copyOf(tombstoned);
            revived = List.copyOf(revived);
            deleted = List.copyOf(deleted);
        }

        void addLines(List<String> lines) {
            add(lines, "unreferenced", unreferenced);
            add(lines, "age restarted", restarted);
            add(lines, "tombstoned", tombstoned);
            add(lines, "revived", revived);
            add(lines, "deleted", deleted);
        }

        private static void add(List<String> lines, String what, List<String> nodes) {
            if (!nodes.isEmpty()) {
                lines.add("  " + what + ": " + names(nodes));
            }
        }

        JsonObject toJson() {
            return JsonObject.builder()
                    .put("unreferenced", strings(unreferenced))
                    .put("restarted", strings(restarted))
                    .put("tombstoned", strings(tombstoned))
                    .put("revived", strings(revived))
                    .put("deleted", strings(deleted))
                    .build();
        }
    }

    /**
     * An op deleted nodes at every client.
     *
     * @param op which
     * @param nodes data stores and blobs, by path
     */
    record Sweep(OpOrigin op, List<String> nodes) implements HistoryEntry {
        /** Copies the list. */
        public Sweep {
            nodes = List.copyOf(nodes);
        }

        @Override
        public long sequenceNumber() {
            return op.sequenceNumber();
        }

        @Override
        public List<String> lines() {
            return List.of("sweep by " + op.text(), "  deleted: " + names(nodes));
        }

        @Override
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("kind", "sweep")
                    .put("op", op.toJson())
                    .put("nodes", strings(nodes))
                    .build();
        }
    }

    /**
     * A client loaded a tombstone, so that its age began anew.
     *
     * @param op which told of it
     * @param node its path
     */
    record TombstoneLoaded(OpOrigin op, String node) implements HistoryEntry {
        @Override
        public long sequenceNumber() {
            return op.sequenceNumber();
        }

        @Override
        public List<String> lines() {
            return List.of("tombstone loaded by " + op.text(), "  kept for now: " + node);
        }

        @Override
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("kind", "tombstoneLoaded")
                    .put("op", op.toJson())
                    .put("node", node)
                    .build();
        }
    }

    /** Names data stores and blobs, and only counts the channels that share their fate. */
    private static String names(Collection<String> nodes) {
        List<String> whole = nodes.stream().filter(node -> !isPart(node, nodes)).toList();
        int channels = nodes.size() - whole.size();
        return whole.stream().collect(Collectors.joining(" "))
                + (channels == 0 ? "" : " with " + channels + (channels == 1 ? " channel" : " channels"));
    }

    private static boolean isPart(String node, Collection<String> nodes) {
        NodePath path = NodePath.ofUrl(node);
        return path.names().size() > 1
                && path.storeId()
                        .filter(id -> nodes.contains(NodePath.ofStore(id).text()))
                        .isPresent();
    }

    private static JsonValue strings(List<String> texts) {
        return JsonValue.of(texts.stream().map(JsonValue::of).toList());
    }
}
