package dev.sluice.dds.testing;

import dev.sluice.protocol.json.JsonValue;
import java.util.List;

/** What is in the log at one sequence number. */
record Entry(
        Kind kind,
        String clientId,
        long sequenceNumber,
        long referenceSequenceNumber,
        long minimum,
        List<JsonValue> ops) {
    enum Kind {
        BATCH,
        JOIN,
        LEAVE
    }
}
