package dev.sluice.dds.matrix;

import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One cell: what is sequenced, and the pending sets on top of it (dds-formats §12.2). Mutable. */
final class Cell {
    /** Few cells ever have any, so that the list is made for those that do. */
    private List<CellEdit> pending = List.of();

    private @Nullable JsonValue sequenced;
    private @Nullable Write lastWrite;

    /**
     * The set that counts where the first writer wins.
     *
     * @param isOwn whether it was this container's
     */
    record Write(long sequenceNumber, String clientId, boolean isOwn) {}

    List<CellEdit> pending() {
        return Collections.unmodifiableList(pending);
    }

    void pend(CellEdit edit) {
        if (pending.isEmpty()) {
            pending = new ArrayList<>();
        }
        pending.add(edit);
    }

    /** Takes back a set, or knows it as sequenced. */
    void settle(CellEdit edit) {
        if (!pending.isEmpty() && pending.remove(edit) && pending.isEmpty()) {
            pending = List.of();
        }
    }

    Optional<JsonValue> sequenced() {
        return Optional.ofNullable(sequenced);
    }

    @Nullable
    Write lastWrite() {
        return lastWrite;
    }

    /** Returns the value in view: that of the last pending set which can still win. */
    Optional<JsonValue> view() {
        for (int i = pending.size() - 1; i >= 0; i--) {
            if (!isLost(pending.get(i))) {
                return pending.get(i).value;
            }
        }
        return sequenced();
    }

    /** Tells whether somebody else came first whom the set had not seen. */
    boolean isLost(CellEdit edit) {
        return lastWrite != null && !lastWrite.isOwn && lastWrite.sequenceNumber > edit.referenceSequenceNumber;
    }

    /** Takes a set where the last writer wins. */
    void set(Optional<JsonValue> value) {
        sequenced = value.orElse(null);
    }

    /** Takes a set where the first writer wins: it counts if its sender had seen, or made, the one that counts so far. */
    void set(Optional<JsonValue> value, Write write, long referenceSequenceNumber) {
        if (lastWrite == null
                || lastWrite.clientId.equals(write.clientId)
                || referenceSequenceNumber >= lastWrite.sequenceNumber) {
            sequenced = value.orElse(null);
            lastWrite = write;
        }
    }

    void load(Write write) {
        lastWrite = write;
    }
}
