package dev.sluice.server.ordering;

import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.Nack;
import dev.sluice.protocol.SequencedMessage;

/** What the sequencer decides; called in the order in which it decided. */
interface SequencerEffects {
    /** Tells whether the quorum has room for what the message proposes. */
    boolean hasRoomFor(DocumentMessage proposal);

    /** The op has its place; it is to be stored, then broadcast. */
    void sequenced(SequencedMessage op);

    /** The client holds the minimum sequence number back too far, and leaves. */
    void lagged(String clientId);

    /** The message was refused; its sender alone is to be told, after the ops decided before. */
    void nacked(String clientId, Nack nack);
}
