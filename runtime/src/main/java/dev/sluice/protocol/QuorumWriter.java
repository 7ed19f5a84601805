package dev.sluice.protocol;

import dev.sluice.protocol.ProtocolState.Member;
import dev.sluice.protocol.ProtocolState.Proposal;
import java.util.Map;
import java.util.SortedMap;

/** Writes the quorum as the blobs {@code quorumMembers}, {@code quorumProposals} and {@code quorumValues} (RT §2.3). */
final class QuorumWriter {
    private QuorumWriter() {}

    static byte[] members(Map<String, Member> members) {
        JsonWriter out = new JsonWriter(64 + members.size() * 400).ascii("[");
        String separator = "";
        for (Map.Entry<String, Member> member : members.entrySet()) {
            out.ascii(separator).ascii("[").string(member.getKey()).ascii(",{\"client\":");
            out.value(member.getValue().client()).ascii(",\"sequenceNumber\":");
            out.number(member.getValue().sequenceNumber()).ascii("}]");
            separator = ",";
        }
        return out.ascii("]").toBytes();
    }

    static byte[] proposals(SortedMap<Long, Proposal> proposals) {
        JsonWriter out = new JsonWriter(64).ascii("[");
        String separator = "";
        for (Map.Entry<Long, Proposal> proposal : proposals.entrySet()) {
            out.ascii(separator).ascii("[").number(proposal.getKey()).ascii(",{\"sequenceNumber\":");
            out.number(proposal.getKey())
                    .ascii(",\"key\":")
                    .string(proposal.getValue().key());
            out.ascii(",\"value\":").value(proposal.getValue().value()).ascii("},[]]");
            separator = ",";
        }
        return out.ascii("]").toBytes();
    }

    static byte[] values(Map<String, RawJson> values) {
        JsonWriter out = new JsonWriter(256).ascii("[");
        String separator = "";
        for (Map.Entry<String, RawJson> value : values.entrySet()) {
            out.ascii(separator)
                    .ascii("[")
                    .string(value.getKey())
                    .ascii(",")
                    .value(value.getValue())
                    .ascii("]");
            separator = ",";
        }
        return out.ascii("]").toBytes();
    }
}
