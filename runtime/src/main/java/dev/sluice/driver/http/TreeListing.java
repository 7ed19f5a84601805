package dev.sluice.driver.http;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.driver.SnapshotTree;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.summary.SummaryPath;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A flat listing of a stored tree: paths of encoded segments, in any order that puts a tree before what is in it (SVC §1.9,
 * §1.11). Confined to one thread until it is complete, then immutable.
 */
final class TreeListing {
    private static final String APP = ".app";
    private static final int MAX_DEPTH = 256;

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /**
     * One entry.
     *
     * @param id always there for blobs; for trees where the service tells
     */
    record Entry(
            boolean tree,
            @Nullable GitId id,
            boolean unreferenced,
            @Nullable String groupId) {}

    void add(String path, Entry entry) {
        entries.put(path, entry);
    }

    /**
     * Reads entries of either answer; the parser stands on their opening bracket.
     *
     * @throws IOException if they are malformed
     */
    void read(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new JsonParseException(parser, "found " + parser.currentToken() + ", expected entries of a tree");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            readEntry(parser);
        }
    }

    private void readEntry(JsonParser parser) throws IOException {
        String path = null;
        String type = null;
        String id = null;
        String groupId = null;
        boolean unreferenced = false;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            switch (field) {
                case "path" -> path = parser.getText();
                case "type" -> type = parser.getText();
                case "id", "sha" -> id = parser.getText();
                case "groupId" -> groupId = value == JsonToken.VALUE_STRING ? parser.getText() : null;
                case "unreferenced" -> unreferenced = value == JsonToken.VALUE_TRUE;
                default -> parser.skipChildren();
            }
        }
        boolean tree = "tree".equals(type);
        boolean named = id != null && GitId.isGitId(id);
        if (path == null || type == null || (!tree && !named)) {
            throw new JsonParseException(parser, "found an entry of a tree without path, type or id");
        }
        add(path, new Entry(tree, named && id != null ? GitId.parse(id) : null, unreferenced, groupId));
    }

    /** Returns what is at a path below the application's tree, whichever layout the service has. */
    Optional<Entry> inApplication(String path) {
        Entry entry = entries.get(entries.containsKey(APP) ? APP + "/" + path : path);
        return Optional.ofNullable(entry);
    }

    /** Returns the ids of everything. */
    Set<GitId> ids() {
        Set<GitId> ids = new HashSet<>();
        for (Entry entry : entries.values()) {
            if (entry.id() != null) {
                ids.add(entry.id());
            }
        }
        return ids;
    }

    /**
     * Returns the tree of all entries; those of {@code .app} are at the root.
     *
     * @throws IOException if an entry comes before its parent, or a name is malformed
     */
    SnapshotTree toTree() throws IOException {
        Node root = new Node(null);
        Map<String, Node> nodes = new LinkedHashMap<>();
        nodes.put("", root);
        nodes.put(APP, root);
        for (Map.Entry<String, Entry> listed : entries.entrySet()) {
            if (!listed.getKey().equals(APP)) {
                place(listed.getKey(), listed.getValue(), nodes);
            }
        }
        return root.toTree();
    }

    private static void place(String path, Entry entry, Map<String, Node> nodes) throws IOException {
        int slash = path.lastIndexOf('/');
        Node parent = nodes.get(slash < 0 ? "" : path.substring(0, slash));
        if (parent == null || path.chars().filter(c -> c == '/').count() > MAX_DEPTH) {
            throw new JsonParseException(
                    null, "entry \"" + path + "\" of a tree comes before its parent or is too deep");
        }
        String name = decode(path.substring(slash + 1));
        if (entry.tree()) {
            Node node = new Node(entry);
            parent.trees.put(name, node);
            nodes.put(path, node);
        } else if (entry.id() != null) {
            parent.blobs.put(name, entry.id());
        }
    }

    private static String decode(String segment) throws IOException {
        try {
            return SummaryPath.decode(segment);
        } catch (IllegalArgumentException malformed) {
            throw new JsonParseException(null, "malformed name in a tree", malformed);
        }
    }

    /** A tree in the making. */
    private static final class Node {
        private final @Nullable Entry entry;
        private final Map<String, Node> trees = new LinkedHashMap<>();
        private final Map<String, GitId> blobs = new LinkedHashMap<>();

        Node(@Nullable Entry entry) {
            this.entry = entry;
        }

        SnapshotTree toTree() {
            Map<String, SnapshotTree> made = new LinkedHashMap<>();
            trees.forEach((name, node) -> made.put(name, node.toTree()));
            boolean unreferenced = entry != null && entry.unreferenced();
            return new SnapshotTree(made, blobs, unreferenced, entry == null ? null : entry.groupId());
        }
    }
}
