package dev.sluice.gc.session;

import dev.sluice.gc.op.GcOp;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The container as collection sees it. Confined to the document's thread.
 *
 * @since 0.1
 */
public interface GcHost {
    /**
     * Returns sequenced time: that of the last message processed, or else of the last one that the loaded summary knows. Never the
     * local clock; empty if nothing was ever sequenced.
     */
    OptionalLong referenceMs();

    /** Tells whether there is a data store of an id, known to others or not. */
    boolean hasStore(String storeId);

    /** Returns what makes a data store, if it is known. */
    Optional<List<String>> packagePath(String storeId);

    /** Sends an op with the current batch. */
    void submit(GcOp op);
}
