package dev.sluice.container.summary;

import dev.sluice.protocol.handle.NodePath;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.summary.SummaryObject;
import java.util.Optional;
import java.util.Set;

/**
 * How to write a summary. Immutable.
 *
 * @param form whether the last acknowledged one may be referred to
 * @param gc the tree {@code gc}; if empty only deleted nodes are written, which is always correct (runtime-formats §7.9)
 * @param metadata members of {@code .metadata} that replace those of the document, for whoever owns them
 * @param unreferenced data stores to be marked as such
 * @param rewritten data stores that must not be taken over as a whole, for their routes changed
 * @since 0.1
 */
public record SummaryRequest(
        Form form,
        Optional<SummaryObject> gc,
        JsonObject metadata,
        Set<NodePath> unreferenced,
        Set<NodePath> rewritten) {
    /** Everything in full. */
    public static final SummaryRequest FULL =
            new SummaryRequest(Form.FULL, Optional.empty(), JsonObject.EMPTY, Set.of(), Set.of());

    /** What did not change since the last acknowledged summary as handles. */
    public static final SummaryRequest INCREMENTAL =
            new SummaryRequest(Form.INCREMENTAL, Optional.empty(), JsonObject.EMPTY, Set.of(), Set.of());

    /** Copies the sets. */
    public SummaryRequest {
        unreferenced = Set.copyOf(unreferenced);
        rewritten = Set.copyOf(rewritten);
    }

    /** Whether handles are allowed. */
    public enum Form {
        /** Always valid. */
        FULL,
        /** Valid as long as the service's newest summary is the one this client knows. */
        INCREMENTAL
    }
}
