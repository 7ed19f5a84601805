package dev.sluice.server.ordering;

import dev.sluice.protocol.RawJson;
import java.util.List;

/**
 * How far a document is, and who is there to summarize it. Immutable.
 *
 * @param sequenceNumber the newest op
 * @param summarizedSequenceNumber the last op that a client's newest summary contains
 * @param members what each writer says of itself; none if the document is not open
 */
public record DocumentStanding(long sequenceNumber, long summarizedSequenceNumber, List<RawJson> members) {
    /** Copies the list. */
    public DocumentStanding {
        members = List.copyOf(members);
    }
}
