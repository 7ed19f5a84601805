package dev.sluice.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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

    private ProtocolState(
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
                    parseMembers(members),
                    parseProposals(proposals),
                    parseValues(Json.storedParser(values), values));
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
            Map<String, RawJson> parsed = parseValues(Json.parser(values, 0, values.length), values);
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
        Successor next = new Successor(this);
        ops.forEach(next::apply);
        return next.toState();
    }

    /** Returns the blob {@code quorumMembers}. */
    public byte[] membersJson() {
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

    /** Returns the blob {@code quorumProposals}. */
    public byte[] proposalsJson() {
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

    /** Returns the blob {@code quorumValues}. */
    public byte[] valuesJson() {
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

    /** A propose op of a client may hold anything; what is no proposal has no effect, here and in every client. */
    private static @Nullable Proposal proposalOf(@Nullable RawJson contents) {
        if (contents == null) {
            return null;
        }
        byte[] json;
        try {
            json = contents.isString() ? contents.stringValue().getBytes(StandardCharsets.UTF_8) : contents.toBytes();
        } catch (IllegalStateException malformed) {
            return null;
        }
        // With the limits of input: text inside a string was not looked at when the op came in.
        return parseProposal(Json.parser(json, 0, json.length), json);
    }

    private static @Nullable Proposal parseProposal(JsonParser contents, byte[] json) {
        String key = null;
        RawJson value = null;
        try (JsonParser parser = contents) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                JsonToken token = parser.nextToken();
                if (field.equals("key") && token == JsonToken.VALUE_STRING) {
                    key = parser.getText();
                } else if (field.equals("value")) {
                    value = Json.slice(parser, json, 0);
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException malformed) {
            return null;
        }
        return key == null || value == null ? null : new Proposal(key, value);
    }

    private static Map<String, Member> parseMembers(byte[] json) throws IOException {
        Map<String, Member> members = new LinkedHashMap<>();
        forEachPair(Json.storedParser(json), parser -> {
            String clientId = text(parser);
            RawJson client = RawJson.NULL;
            long joinedAt = -1;
            expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                parser.nextToken();
                switch (field) {
                    case "client" -> client = Json.slice(parser, json, 0);
                    case "sequenceNumber" -> joinedAt = parser.getLongValue();
                    default -> parser.skipChildren();
                }
            }
            members.put(clientId, new Member(client, joinedAt));
            expect(parser, parser.nextToken(), JsonToken.END_ARRAY);
        });
        return members;
    }

    private static SortedMap<Long, Proposal> parseProposals(byte[] json) throws IOException {
        SortedMap<Long, Proposal> proposals = new TreeMap<>();
        forEachPair(Json.storedParser(json), parser -> {
            long proposedAt = parser.getLongValue();
            expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
            byte[] contents = Json.slice(parser, json, 0).toBytes();
            Proposal proposal = parseProposal(Json.storedParser(contents), contents);
            if (proposal != null) {
                proposals.put(proposedAt, proposal);
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                parser.skipChildren();
            }
        });
        return proposals;
    }

    private static Map<String, RawJson> parseValues(JsonParser pairs, byte[] json) throws IOException {
        Map<String, RawJson> values = new LinkedHashMap<>();
        forEachPair(pairs, parser -> {
            String key = text(parser);
            if (parser.nextToken() == JsonToken.END_ARRAY) {
                throw new IOException("no value for " + key);
            }
            values.put(key, Json.slice(parser, json, 0));
            expect(parser, parser.nextToken(), JsonToken.END_ARRAY);
        });
        return values;
    }

    /** Reads one of a blob's pairs: the parser stands at its first element, and is to be left at its end. */
    private interface PairReader {
        void read(JsonParser parser) throws IOException;
    }

    private static void forEachPair(JsonParser pairs, PairReader reader) throws IOException {
        try (JsonParser parser = pairs) {
            expect(parser, parser.nextToken(), JsonToken.START_ARRAY);
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                expect(parser, parser.currentToken(), JsonToken.START_ARRAY);
                parser.nextToken();
                reader.read(parser);
            }
            expect(parser, parser.nextToken(), null);
        }
    }

    private static String text(JsonParser parser) throws IOException {
        expect(parser, parser.currentToken(), JsonToken.VALUE_STRING);
        return parser.getText();
    }

    private static void expect(JsonParser parser, @Nullable JsonToken found, @Nullable JsonToken expected)
            throws IOException {
        if (found != expected) {
            throw new IOException("found " + found + " at " + parser.currentTokenLocation() + ", expected " + expected);
        }
    }

    /** A state that is being worked out: what changes is copied once. Confined to one thread. */
    private static final class Successor {
        private long sequenceNumber;
        private long minimumSequenceNumber;
        private Map<String, Member> members;
        private SortedMap<Long, Proposal> proposals;
        private Map<String, RawJson> values;
        private boolean ownsMembers;
        private boolean ownsProposals;
        private boolean ownsValues;

        Successor(ProtocolState state) {
            sequenceNumber = state.sequenceNumber;
            minimumSequenceNumber = state.minimumSequenceNumber;
            members = state.members;
            proposals = state.proposals;
            values = state.values;
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
                        case "clientId" -> clientId = text(parser);
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
            Proposal proposal = proposalOf(op.contents());
            if (proposal != null) {
                ownProposals().put(op.sequenceNumber(), proposal);
            }
        }

        private void approve(SequencedMessage op) {
            SortedMap<Long, Proposal> approved = ownProposals().headMap(op.minimumSequenceNumber() + 1);
            approved.forEach((proposedAt, proposal) -> {
                JsonWriter out = new JsonWriter(128 + proposal.value().size());
                out.ascii("{\"key\":")
                        .string(proposal.key())
                        .ascii(",\"value\":")
                        .value(proposal.value());
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
}
