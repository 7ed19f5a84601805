package dev.sluice.protocol;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The quorum: who is a member, what is proposed, what was agreed on, as of one sequence number (RT §2.1).
 *
 * <p>A proposal is agreed on by everybody once the minimum sequence number has reached it. A function of the ops alone:
 * every client and the service compute the same. Immutable; {@link #apply} returns the next state, and shares what did not
 * change.
 *
 * @since 0.1
 */
public final class ProtocolState {
    private final long sequenceNumber;
    private final long minimumSequenceNumber;
    private final Map<String, Member> members;
    private final SortedMap<Long, Proposal> proposals;
    private final Map<String, RawJson> values;

    /**
     * A client of the quorum.
     *
     * @param client the client as its join op described it
     * @param sequenceNumber the join op's
     */
    public record Member(RawJson client, long sequenceNumber) {}

    /**
     * A value that waits for agreement.
     *
     * @param key what it is a value for
     * @param value opaque
     */
    public record Proposal(String key, RawJson value) {}

    ProtocolState(
            long sequenceNumber,
            long minimumSequenceNumber,
            Map<String, Member> members,
            SortedMap<Long, Proposal> proposals,
            Map<String, RawJson> values) {
        this.sequenceNumber = sequenceNumber;
        this.minimumSequenceNumber = minimumSequenceNumber;
        this.members = members;
        this.proposals = proposals;
        this.values = values;
    }

    /**
     * Reads a state from the four blobs of a {@code .protocol} tree.
     *
     * @throws IllegalArgumentException if one of them has another form
     */
    public static ProtocolState parse(
            long sequenceNumber, long minimumSequenceNumber, byte[] members, byte[] proposals, byte[] values) {
        try {
            return new ProtocolState(
                    sequenceNumber,
                    minimumSequenceNumber,
                    QuorumReader.members(members),
                    QuorumReader.proposals(proposals),
                    QuorumReader.values(Json.storedParser(values), values));
        } catch (IOException | IllegalStateException malformed) {
            throw new IllegalArgumentException("a malformed quorum at " + sequenceNumber, malformed);
        }
    }

    /**
     * Returns the state of a new document.
     *
     * @param values what was agreed on, in the form of a summary's blob, as a client sent it
     * @throws IllegalArgumentException if it has another form, or nests deeper than {@link Json#MAX_DEPTH}
     */
    public static ProtocolState created(long sequenceNumber, byte[] values) {
        try {
            Map<String, RawJson> parsed = QuorumReader.values(Json.parser(values, 0, values.length), values);
            return new ProtocolState(sequenceNumber, sequenceNumber, Map.of(), new TreeMap<>(), parsed);
        } catch (IOException | IllegalStateException malformed) {
            throw new IllegalArgumentException("malformed quorum values", malformed);
        }
    }

    /** Returns the sequence number of the last op applied. */
    public long sequenceNumber() {
        return sequenceNumber;
    }

    /** Returns the minimum sequence number after that op. */
    public long minimumSequenceNumber() {
        return minimumSequenceNumber;
    }

    /** Returns the members in the order in which they joined. */
    public Map<String, Member> members() {
        return Collections.unmodifiableMap(members);
    }

    /** Returns the proposals that wait, by the sequence number of their op. */
    public Map<Long, Proposal> proposals() {
        return Collections.unmodifiableMap(proposals);
    }

    /** Returns what was agreed on: for each key the JSON object with value and sequence numbers. */
    public Map<String, RawJson> values() {
        return Collections.unmodifiableMap(values);
    }

    /**
     * Returns the state after an op.
     *
     * @param op the op after this state's; contents of types other than {@code propose} are not looked at
     * @throws IllegalArgumentException if it is not the next one, or a join or leave that no service would write
     */
    public ProtocolState apply(SequencedMessage op) {
        return applyAll(List.of(op));
    }

    /**
     * Returns the state after some ops; costs one copy of what they change, however many they are.
     *
     * @param ops in order, from the one after this state's
     * @throws IllegalArgumentException as {@link #apply} does
     */
    public ProtocolState applyAll(Iterable<SequencedMessage> ops) {
        ProtocolSuccessor next =
                new ProtocolSuccessor(sequenceNumber, minimumSequenceNumber, members, proposals, values);
        ops.forEach(next::apply);
        return next.toState();
    }

    /** Returns the blob {@code quorumMembers}. */
    public byte[] membersJson() {
        return QuorumWriter.members(members);
    }

    /** Returns the blob {@code quorumProposals}. */
    public byte[] proposalsJson() {
        return QuorumWriter.proposals(proposals);
    }

    /** Returns the blob {@code quorumValues}. */
    public byte[] valuesJson() {
        return QuorumWriter.values(values);
    }
}
