package dev.sluice.collector;

import dev.sluice.gc.graph.NodeRoutes;
import dev.sluice.gc.op.GcOp;
import java.util.Collection;
import java.util.OptionalLong;

/**
 * An open container, as a collector sees it. Called on the document's thread only.
 *
 * @since 0.1
 */
public interface CollectedContainer {
    /** Returns the timestamp of the last op, in milliseconds since 1970; empty if there is none. Never the local clock. */
    OptionalLong referenceMs();

    /**
     * Returns every node and where it refers to, the container's own included.
     *
     * @param freshness whether what was found before may be used where nothing changed
     */
    NodeRoutes nodes(Freshness freshness);

    /** How nodes are found. */
    enum Freshness {
        /** From what was found before, where nothing changed since. */
        CACHED,
        /** From the contents, all of it. */
        FRESH
    }

    /** Tells whether there is a data store of an id, known to others or not. */
    boolean hasStore(String storeId);

    /** Sends an op. */
    void submit(GcOp op);

    /** Deletes data stores and blobs here, and tells nobody; for tests. */
    void deleteHere(Collection<String> ids);
}
