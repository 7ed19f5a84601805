package dev.sluice.gc.graph;

import dev.sluice.protocol.handle.NodePath;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a node of the reference graph is (garbage-collection §1.1).
 *
 * @since 0.1
 */
public enum NodeType {
    /** A data store: deleted with all that is in it. */
    DATA_STORE("DataStore"),
    /** Something in a data store; never deleted on its own. */
    SUB_DATA_STORE("SubDataStore"),
    /** An attachment blob. */
    BLOB("Blob"),
    /** The container, and paths that lead nowhere. */
    OTHER("Other");

    private static final String BLOBS = "_blobs";

    private final String label;

    NodeType(String label) {
        this.label = label;
    }

    /** Returns the word by which events and errors name this type. */
    public String label() {
        return label;
    }

    /**
     * Returns the type of a node.
     *
     * @param isStore whether there is a data store of an id, known to others or not
     */
    public static NodeType of(NodePath path, Predicate<String> isStore) {
        List<String> names = names(path);
        if (names.size() == 2 && names.get(0).equals(BLOBS)) {
            return BLOB;
        }
        if (names.isEmpty() || !isStore.test(names.get(0))) {
            return OTHER;
        }
        return names.size() == 1 ? DATA_STORE : SUB_DATA_STORE;
    }

    /** Returns the type of a node that is deleted, of which nothing but its path is left. */
    public static NodeType ofShape(NodePath path) {
        List<String> names = names(path);
        if (!names.isEmpty() && names.get(0).equals(BLOBS)) {
            return BLOB;
        }
        return switch (names.size()) {
            case 1 -> DATA_STORE;
            case 2 -> SUB_DATA_STORE;
            default -> OTHER;
        };
    }

    /** A path that no document writes is data, too: it names nothing. */
    private static List<String> names(NodePath path) {
        try {
            return path.names();
        } catch (IllegalArgumentException namesNothing) {
            return List.of();
        }
    }
}
