package dev.sluice.gc.graph;

import dev.sluice.protocol.handle.NodePath;
import java.util.List;

/**
 * Hears what garbage collection has to know while a document runs. Told on the document's thread, in the order of the ops;
 * everything told of ops is of sequenced ones, local and remote alike (garbage-collection §1.7).
 *
 * @since 0.1
 */
public interface GraphObserver {
    /** Hears nothing. */
    GraphObserver NONE = new GraphObserver() {};

    /**
     * An op added a reference.
     *
     * @param from the node that holds it, by absolute path; {@code /store/} if the op did not tell which channel
     * @param to where it leads, by absolute path
     * @param timestampMs of the op
     */
    default void referenceAdded(String from, String to, long timestampMs) {}

    /** A client loaded a tombstoned node and asks for it to be kept. */
    default void tombstoneLoaded(String nodePath, long timestampMs) {}

    /** An op for the data store is about to be applied. */
    default void storeChanged(NodePath store, long timestampMs) {}

    /**
     * A data store or a blob is about to be given to the application.
     *
     * @param node the data store or blob
     * @param request what was asked for, as the application or a handle put it
     * @throws RuntimeException to refuse; the application receives it
     */
    default void loading(NodePath node, String request) {}

    /** A sweep was sequenced; these nodes, what lay in them included, are gone. */
    default void swept(List<String> nodePaths) {}
}
