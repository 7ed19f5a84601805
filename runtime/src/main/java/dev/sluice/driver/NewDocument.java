package dev.sluice.driver;

import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a document is created from (SVC §1.6). Immutable.
 *
 * @param id the wished id; the service makes one if it is empty, and may ignore it
 * @param summary the application's part of the first summary, without {@code .protocol}
 * @param sequenceNumber the number the first op comes after, normally 0
 * @param quorumValues what is agreed on from the start, as stored: objects with {@code key}, {@code value} and numbers
 * @since 0.1
 */
public record NewDocument(
        Optional<DocumentId> id, SummaryTree summary, long sequenceNumber, Map<String, RawJson> quorumValues) {
    /** Makes one of a copy of the values. */
    public NewDocument {
        if (sequenceNumber < 0) {
            throw new IllegalArgumentException("sequence number " + sequenceNumber + " is negative");
        }
        quorumValues = Collections.unmodifiableMap(new LinkedHashMap<>(quorumValues));
    }

    /** Returns a document with a summary, no quorum values and an id of the service's choice. */
    public static NewDocument of(SummaryTree summary) {
        return new NewDocument(Optional.empty(), summary, 0, Map.of());
    }

    /** Returns this document under a given id. */
    public NewDocument withId(DocumentId wished) {
        return new NewDocument(Optional.of(wished), summary, sequenceNumber, quorumValues);
    }

    /** Returns this document with one more quorum value, approved at its sequence number. */
    public NewDocument withQuorumValue(String key, RawJson value) {
        Map<String, RawJson> values = new LinkedHashMap<>(quorumValues);
        values.put(
                key,
                RawJson.of("{\"key\":" + RawJson.ofString(key) + ",\"value\":" + value + ",\"approvalSequenceNumber\":"
                        + sequenceNumber + ",\"commitSequenceNumber\":" + sequenceNumber + ",\"sequenceNumber\":"
                        + sequenceNumber + "}"));
        return new NewDocument(id, summary, sequenceNumber, values);
    }
}
