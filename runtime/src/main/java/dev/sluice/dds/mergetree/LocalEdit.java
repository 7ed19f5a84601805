package dev.sluice.dds.mergetree;

import dev.sluice.protocol.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * An edit of this client, from when it is made until it is sequenced or rolled back. Confined to its document's thread.
 *
 * @since 0.1
 */
public final class LocalEdit {
    final List<PendingPart> parts = new ArrayList<>();
    private List<Change> changes = new ArrayList<>();
    private JsonObject op;
    private long referenceSequenceNumber;

    LocalEdit(JsonObject op, long referenceSequenceNumber) {
        this.op = op;
        this.referenceSequenceNumber = referenceSequenceNumber;
    }

    /** Returns what to send; it changes when the edit is rebased. */
    public JsonObject op() {
        return op;
    }

    void changed(Change change) {
        changes.add(change);
    }

    /** Returns what the edit did to the view when it was made, and forgets it. */
    public List<Change> takeChanges() {
        List<Change> taken = changes;
        changes = List.of();
        return taken;
    }

    long referenceSequenceNumber() {
        return referenceSequenceNumber;
    }

    void rebase(JsonObject rebased, long currentSequenceNumber) {
        op = rebased;
        referenceSequenceNumber = currentSequenceNumber;
    }
}
