package dev.sluice.server.ordering;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.JsonWriter;
import dev.sluice.protocol.ProtocolState;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.git.GitId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The state of a document at one op, as it is stored; what happened since is in the op log.
 *
 * <p>Proposals that wait for an answer are not part of it: no checkpoint is taken while there are any. Stored as JSON with a
 * version; a newer version is refused. Immutable.
 *
 * @param sequenceNumber the last op this state includes
 * @param minimumSequenceNumber the minimum after that op
 * @param timestampMs the last op's time; later ops have no earlier one
 * @param clients the members
 * @param protocol the quorum at the minimum or a little later; ops between it and {@code sequenceNumber} are in the log
 * @param protocolHead the last op that the newest summary contains
 * @param lastClientSummary the newest version written for a client
 * @param serviceParents versions written by the service since then, oldest first
 */
record Checkpoint(
        long sequenceNumber,
        long minimumSequenceNumber,
        long timestampMs,
        List<Member> clients,
        ProtocolState protocol,
        long protocolHead,
        Optional<GitId> lastClientSummary,
        List<GitId> serviceParents) {
    private static final int VERSION = 1;
    private static final byte[] EMPTY_LIST = "[]".getBytes(StandardCharsets.US_ASCII);

    /** A member, as the sequencer's table holds it. */
    record Member(
            String clientId,
            boolean maySummarize,
            long clientSequenceNumber,
            long referenceSequenceNumber,
            long lastUpdateMs,
            boolean nacked) {}

    /** Returns the state of a document nobody has opened yet. */
    static Checkpoint initial(long sequenceNumber, byte[] quorumValuesJson, GitId firstVersion) {
        ProtocolState protocol = ProtocolState.created(sequenceNumber, quorumValuesJson);
        return new Checkpoint(
                sequenceNumber,
                sequenceNumber,
                0,
                List.of(),
                protocol,
                sequenceNumber,
                Optional.empty(),
                List.of(firstVersion));
    }

    /** Returns the state of a document now. */
    static Checkpoint of(Sequencer sequencer, Scribe scribe) {
        List<Member> members = sequencer.clients().stream()
                .map(client -> new Member(
                        client.clientId,
                        client.maySummarize,
                        client.clientSequenceNumber,
                        client.referenceSequenceNumber,
                        client.lastUpdateMs,
                        client.nacked))
                .toList();
        return new Checkpoint(
                sequencer.sequenceNumber(),
                sequencer.minimumSequenceNumber(),
                sequencer.lastTimestampMs(),
                members,
                scribe.protocol(),
                scribe.protocolHead(),
                scribe.lastClientSummary(),
                scribe.serviceParents());
    }

    /** Returns a sequencer in this state. */
    Sequencer sequencer(SequencerOptions options, long nowMs) {
        Sequencer sequencer = new Sequencer(options, sequenceNumber, minimumSequenceNumber, timestampMs, nowMs);
        for (Member member : clients) {
            sequencer.restore(new ClientEntry(
                    member.clientId(),
                    member.maySummarize(),
                    member.clientSequenceNumber(),
                    member.referenceSequenceNumber(),
                    member.lastUpdateMs(),
                    member.nacked()));
        }
        return sequencer;
    }

    /** Returns a scribe in this state; ops after {@link #protocol}'s must follow. */
    Scribe scribe() {
        return new Scribe(protocol, protocolHead, lastClientSummary.orElse(null), serviceParents);
    }

    /** Returns the stored form. */
    byte[] toBytes() {
        JsonWriter out = new JsonWriter(512 + clients.size() * 700);
        out.ascii("{\"version\":").number(VERSION);
        out.ascii(",\"sequenceNumber\":").number(sequenceNumber);
        out.ascii(",\"minimumSequenceNumber\":").number(minimumSequenceNumber);
        out.ascii(",\"timestamp\":").number(timestampMs);
        out.ascii(",\"clients\":[");
        String separator = "";
        for (Member client : clients) {
            out.ascii(separator).ascii("{\"clientId\":").string(client.clientId());
            out.ascii(",\"maySummarize\":").ascii(Boolean.toString(client.maySummarize()));
            out.ascii(",\"clientSequenceNumber\":").number(client.clientSequenceNumber());
            out.ascii(",\"referenceSequenceNumber\":").number(client.referenceSequenceNumber());
            out.ascii(",\"lastUpdateMs\":").number(client.lastUpdateMs());
            out.ascii(",\"nacked\":").ascii(Boolean.toString(client.nacked())).ascii("}");
            separator = ",";
        }
        out.ascii("],\"protocol\":{\"sequenceNumber\":").number(protocol.sequenceNumber());
        out.ascii(",\"minimumSequenceNumber\":").number(protocol.minimumSequenceNumber());
        out.ascii(",\"members\":").raw(protocol.membersJson());
        out.ascii(",\"proposals\":").raw(protocol.proposalsJson());
        out.ascii(",\"values\":").raw(protocol.valuesJson());
        out.ascii("},\"protocolHead\":").number(protocolHead);
        lastClientSummary.ifPresent(
                version -> out.ascii(",\"lastClientSummary\":").string(version.toHex()));
        out.ascii(",\"serviceParents\":[");
        separator = "";
        for (GitId parent : serviceParents) {
            out.ascii(separator).string(parent.toHex());
            separator = ",";
        }
        return out.ascii("]}").toBytes();
    }

    /**
     * Reads the stored form.
     *
     * @throws IllegalArgumentException if it is damaged or of a version this code does not know
     */
    static Checkpoint parse(byte[] json) {
        try (JsonParser parser = Json.storedParser(json)) {
            return new Reader(parser, json).read();
        } catch (IOException malformed) {
            throw new IllegalArgumentException("a malformed checkpoint of " + json.length + " bytes", malformed);
        }
    }

    private static final class Reader {
        private final JsonParser parser;
        private final byte[] json;
        private final List<Member> clients = new ArrayList<>();
        private final List<GitId> serviceParents = new ArrayList<>();
        private long sequenceNumber;
        private long minimumSequenceNumber;
        private long timestampMs;
        private long protocolHead;
        private ProtocolState protocol = ProtocolState.parse(0, 0, EMPTY_LIST, EMPTY_LIST, EMPTY_LIST);
        private Optional<GitId> lastClientSummary = Optional.empty();

        Reader(JsonParser parser, byte[] json) {
            this.parser = parser;
            this.json = json;
        }

        Checkpoint read() throws IOException {
            parser.nextToken();
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                parser.nextToken();
                switch (field) {
                    case "version" -> requireVersion(parser.getIntValue());
                    case "sequenceNumber" -> sequenceNumber = parser.getLongValue();
                    case "minimumSequenceNumber" -> minimumSequenceNumber = parser.getLongValue();
                    case "timestamp" -> timestampMs = parser.getLongValue();
                    case "clients" -> readClients();
                    case "protocol" -> readProtocol();
                    case "protocolHead" -> protocolHead = parser.getLongValue();
                    case "lastClientSummary" -> lastClientSummary = Optional.of(GitId.parse(parser.getText()));
                    case "serviceParents" -> readServiceParents();
                    default -> throw new IOException("unknown field " + field);
                }
            }
            return new Checkpoint(
                    sequenceNumber,
                    minimumSequenceNumber,
                    timestampMs,
                    List.copyOf(clients),
                    protocol,
                    protocolHead,
                    lastClientSummary,
                    List.copyOf(serviceParents));
        }

        private static void requireVersion(int version) {
            if (version != VERSION) {
                throw new IllegalArgumentException("checkpoint of version " + version + "; expected " + VERSION);
            }
        }

        private void readClients() throws IOException {
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                String clientId = "";
                boolean maySummarize = false;
                boolean nacked = false;
                long clientSequenceNumber = 0;
                long referenceSequenceNumber = 0;
                long lastUpdateMs = 0;
                for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                    parser.nextToken();
                    switch (field) {
                        case "clientId" -> clientId = parser.getText();
                        case "maySummarize" -> maySummarize = parser.getBooleanValue();
                        case "nacked" -> nacked = parser.getBooleanValue();
                        case "clientSequenceNumber" -> clientSequenceNumber = parser.getLongValue();
                        case "referenceSequenceNumber" -> referenceSequenceNumber = parser.getLongValue();
                        case "lastUpdateMs" -> lastUpdateMs = parser.getLongValue();
                        default -> throw new IOException("unknown field " + field);
                    }
                }
                clients.add(new Member(
                        clientId, maySummarize, clientSequenceNumber, referenceSequenceNumber, lastUpdateMs, nacked));
            }
        }

        private void readProtocol() throws IOException {
            long sequence = 0;
            long minimum = 0;
            byte[] members = EMPTY_LIST;
            byte[] proposals = EMPTY_LIST;
            byte[] values = EMPTY_LIST;
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                parser.nextToken();
                switch (field) {
                    case "sequenceNumber" -> sequence = parser.getLongValue();
                    case "minimumSequenceNumber" -> minimum = parser.getLongValue();
                    case "members" -> members = slice().toBytes();
                    case "proposals" -> proposals = slice().toBytes();
                    case "values" -> values = slice().toBytes();
                    default -> throw new IOException("unknown field " + field);
                }
            }
            protocol = ProtocolState.parse(sequence, minimum, members, proposals, values);
        }

        private void readServiceParents() throws IOException {
            while (parser.nextToken() == JsonToken.VALUE_STRING) {
                serviceParents.add(GitId.parse(parser.getText()));
            }
        }

        private RawJson slice() throws IOException {
            return Json.slice(parser, json, 0);
        }
    }
}
