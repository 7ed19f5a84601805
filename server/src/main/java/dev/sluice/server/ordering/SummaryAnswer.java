package dev.sluice.server.ordering;

import com.fasterxml.jackson.core.JsonParser;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.JsonWriter;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.git.GitId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The payload of a {@code summaryAck} or {@code summaryNack} op (SVC §4.8). Immutable.
 *
 * @param summarySequenceNumber of the summarize op it answers
 * @param version the version the summary became; empty if it was refused
 */
record SummaryAnswer(long summarySequenceNumber, Optional<GitId> version) {
    static byte[] ack(SummaryProposal proposal, GitId version) {
        return proposalPart(new JsonWriter(160).ascii("{\"handle\":").string(version.toHex()), proposal);
    }

    static byte[] nack(SummaryProposal proposal, String why) {
        return proposalPart(new JsonWriter(160).ascii("{\"message\":").string(why), proposal);
    }

    /** Reads an answer that this service wrote. */
    static Optional<SummaryAnswer> parse(SequencedMessage op) {
        if (op.data() == null) {
            return Optional.empty();
        }
        byte[] json = op.data().getBytes(StandardCharsets.UTF_8);
        Optional<GitId> version = Optional.empty();
        long answered = -1;
        try (JsonParser parser = Json.parser(json, 0, json.length)) {
            parser.nextToken();
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                parser.nextToken();
                switch (field) {
                    case "handle" -> version = Optional.of(GitId.parse(parser.getText()));
                    case "summaryProposal" -> {
                        parser.nextFieldName();
                        answered = parser.nextLongValue(-1);
                        parser.nextToken();
                    }
                    default -> parser.skipChildren();
                }
            }
        } catch (IOException malformed) {
            throw new IllegalArgumentException("malformed data in op " + op.sequenceNumber(), malformed);
        }
        return Optional.of(new SummaryAnswer(answered, version));
    }

    private static byte[] proposalPart(JsonWriter out, SummaryProposal proposal) {
        out.ascii(",\"summaryProposal\":{\"summarySequenceNumber\":");
        return out.number(proposal.sequenceNumber()).ascii("}}").toBytes();
    }
}
