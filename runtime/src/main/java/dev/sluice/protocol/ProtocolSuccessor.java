package dev.sluice.protocol;

import com.fasterxml.jackson.core.JsonParser;
import dev.sluice.protocol.ProtocolState.Member;
import dev.sluice.protocol.ProtocolState.Proposal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The state after some ops, while it is being worked out: what changes is copied once. Confined to one thread. */
final class ProtocolSuccessor {
    private long sequenceNumber;
    private long minimumSequenceNumber;
    private Map<String, Member> members;
    private SortedMap<Long, Proposal> proposals;
    private Map<String, RawJson> values;
    private boolean ownsMembers;
    private boolean ownsProposals;
    private boolean ownsValues;

    ProtocolSuccessor(
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

    ProtocolState toState() {
        return new ProtocolState(sequenceNumber, minimumSequenceNumber, members, proposals, values);
    }

    void apply(SequencedMessage op) {
        if (op.sequenceNumber() != sequenceNumber + 1) {
            throw new IllegalArgumentException("op " + op.sequenceNumber() + " after " + sequenceNumber);
        }
        switch (op.type()) {
            case MessageType.JOIN -> join(op);
            case MessageType.LEAVE -> leave(op);
            case MessageType.PROPOSE -> propose(op);
            default -> {
                // Only the sequence numbers move.
            }
        }
        if (!proposals.isEmpty() && proposals.firstKey() <= op.minimumSequenceNumber()) {
            approve(op);
        }
        sequenceNumber = op.sequenceNumber();
        minimumSequenceNumber = op.minimumSequenceNumber();
    }

    private void join(SequencedMessage op) {
        byte[] data = textOf(op).getBytes(StandardCharsets.UTF_8);
        String clientId = null;
        RawJson detail = null;
        try (JsonParser parser = Json.storedParser(data)) {
            parser.nextToken();
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                parser.nextToken();
                switch (field) {
                    case "clientId" -> clientId = QuorumReader.text(parser);
                    case "detail" -> detail = Json.slice(parser, data, 0);
                    default -> parser.skipChildren();
                }
            }
        } catch (IOException malformed) {
            throw new IllegalArgumentException("malformed data in join op " + op.sequenceNumber(), malformed);
        }
        if (clientId == null || detail == null) {
            throw new IllegalArgumentException("join op " + op.sequenceNumber() + " names no client");
        }
        ownMembers().put(clientId, new Member(detail, op.sequenceNumber()));
    }

    private void leave(SequencedMessage op) {
        try {
            ownMembers().remove(RawJson.of(textOf(op)).stringValue());
        } catch (IllegalStateException malformed) {
            throw new IllegalArgumentException("malformed data in leave op " + op.sequenceNumber(), malformed);
        }
    }

    private void propose(SequencedMessage op) {
        Proposal proposal = QuorumReader.proposal(op.contents());
        if (proposal != null) {
            ownProposals().put(op.sequenceNumber(), proposal);
        }
    }

    private void approve(SequencedMessage op) {
        SortedMap<Long, Proposal> approved = ownProposals().headMap(op.minimumSequenceNumber() + 1);
        approved.forEach((proposedAt, proposal) -> {
            JsonWriter out = new JsonWriter(128 + proposal.value().size());
            out.ascii("{\"key\":").string(proposal.key()).ascii(",\"value\":").value(proposal.value());
            out.ascii(",\"approvalSequenceNumber\":").number(op.sequenceNumber());
            out.ascii(",\"commitSequenceNumber\":-1,\"sequenceNumber\":")
                    .number(proposedAt)
                    .ascii("}");
            ownValues().remove(proposal.key());
            ownValues().put(proposal.key(), out.toRawJson());
        });
        approved.clear();
    }

    private Map<String, Member> ownMembers() {
        if (!ownsMembers) {
            members = new LinkedHashMap<>(members);
            ownsMembers = true;
        }
        return members;
    }

    private SortedMap<Long, Proposal> ownProposals() {
        if (!ownsProposals) {
            proposals = new TreeMap<>(proposals);
            ownsProposals = true;
        }
        return proposals;
    }

    private Map<String, RawJson> ownValues() {
        if (!ownsValues) {
            values = new LinkedHashMap<>(values);
            ownsValues = true;
        }
        return values;
    }

    private static String textOf(SequencedMessage op) {
        if (op.data() == null) {
            throw new IllegalArgumentException(op.type() + " op " + op.sequenceNumber() + " has no data");
        }
        return op.data();
    }
}
