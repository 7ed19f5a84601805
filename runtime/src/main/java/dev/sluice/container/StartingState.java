package dev.sluice.container;

import dev.sluice.container.snapshot.StoredTree;
import dev.sluice.container.summary.Metadata;
import dev.sluice.container.summary.SummaryBase;
import dev.sluice.driver.Snapshot;
import dev.sluice.driver.Version;
import dev.sluice.loader.AttachState;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonValue;
import java.util.Map;
import java.util.Optional;

/**
 * What a container begins with: nothing, or a snapshot and what a former session left.
 *
 * @param stores the data stores of the snapshot
 * @param base what handles of summaries may refer to; empty for a new document
 * @param version the version that was loaded; empty for a new document
 * @param stash the edits of the former session
 */
record StartingState(
        Document document,
        Position position,
        Map<String, StoredTree> stores,
        Optional<SummaryBase> base,
        Optional<Version> version,
        PendingState stash) {

    static StartingState ofNew(Metadata metadata, RuntimeOptions options) {
        return new StartingState(
                new Document(metadata, options.limits()),
                new Position(0, 0),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                PendingState.read(Optional.empty()));
    }

    /**
     * Reads a snapshot (runtime-formats §7.4) and the pending state of a former session.
     *
     * @throws ContainerException if the document cannot be opened or is damaged, or the pending state is of another form
     */
    static StartingState of(Snapshot snapshot, Optional<JsonValue> pending, RuntimeOptions options) {
        long sequenceNumber = snapshot.sequenceNumber();
        StoredTree tree = StoredTree.of(snapshot);
        Document document = Document.load(tree, sequenceNumber, options.limits());
        Map<String, StoredTree> stores = document.storesIn(tree);
        return new StartingState(
                document,
                new Position(sequenceNumber, snapshot.protocol().minimumSequenceNumber()),
                stores,
                Optional.of(LoadedBase.of(stores, document.metadata, sequenceNumber)),
                Optional.of(snapshot.version()),
                stash(pending));
    }

    private static PendingState stash(Optional<JsonValue> pending) {
        try {
            return PendingState.read(pending);
        } catch (JsonException malformed) {
            throw new ContainerException(Kind.USAGE, "the pending state given is none of this runtime", malformed);
        }
    }

    AttachState attachState() {
        return base.isPresent() ? AttachState.ATTACHED : AttachState.DETACHED;
    }
}
