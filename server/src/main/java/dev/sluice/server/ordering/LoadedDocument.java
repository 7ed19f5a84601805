package dev.sluice.server.ordering;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.server.storage.DocumentRow;
import dev.sluice.server.storage.StoreException;
import dev.sluice.server.storage.StoreView;
import java.util.Optional;

/**
 * The state machines of a document as the store has them: the last checkpoint, and the ops since.
 *
 * @param sequencer as after the newest stored op
 * @param scribe the same
 * @param checkpointedAt the last op that the stored checkpoint includes
 */
record LoadedDocument(Sequencer sequencer, Scribe scribe, long checkpointedAt) {
    /**
     * Reads a document.
     *
     * @return nothing if it does not exist or is deleted
     * @throws StoreException if what is stored does not fit together
     */
    static Optional<LoadedDocument> read(StoreView view, DocumentKey key, SequencerOptions options, long nowMs) {
        Optional<DocumentRow> row = view.document(key);
        if (row.isEmpty() || row.get().isDeleted()) {
            return Optional.empty();
        }
        Checkpoint checkpoint = Checkpoint.parse(
                view.checkpoint(key).orElseThrow(() -> new StoreException("document " + key + " has no checkpoint")));
        Sequencer sequencer = checkpoint.sequencer(options, nowMs);
        Scribe scribe = checkpoint.scribe();
        view.ops(key, checkpoint.protocol().sequenceNumber(), Long.MAX_VALUE, (number, json) -> {
            SequencedMessage op = SequencedMessage.parse(json);
            follow(scribe, op);
            if (op.sequenceNumber() > checkpoint.sequenceNumber()) {
                sequencer.replay(op);
            }
            return true;
        });
        if (sequencer.sequenceNumber() != view.lastSequenceNumber(key)) {
            throw new StoreException("document " + key + " was replayed up to op " + sequencer.sequenceNumber()
                    + "; its log ends at " + view.lastSequenceNumber(key) + "; run \"sluice doc verify\"");
        }
        return Optional.of(new LoadedDocument(sequencer, scribe, checkpoint.sequenceNumber()));
    }

    private static void follow(Scribe scribe, SequencedMessage op) {
        scribe.follow(op);
        if (op.type().equals(MessageType.SUMMARY_ACK) || op.type().equals(MessageType.SUMMARY_NACK)) {
            scribe.replayAnswer(op);
        }
    }
}
