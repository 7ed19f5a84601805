package dev.sluice.server.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.server.bench.client.ConnectRequest;
import dev.sluice.server.bench.client.FluidConnection;
import dev.sluice.server.bench.client.FluidListener;
import dev.sluice.server.bench.client.MessageBuffer;
import dev.sluice.server.bench.client.OpScanner;
import dev.sluice.server.bench.client.OpTemplate;
import dev.sluice.server.bench.client.SocketLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A client that writes all it is given into the ledger, and submits what it is asked to.
 *
 * <p>Invariant: what it is given comes without a gap (I2). Confined to its loop's thread.
 */
final class LedgerClient implements FluidListener {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What the service made of a proposed summary.
     *
     * @param commit empty if it was refused
     */
    record Answer(long proposal, Optional<String> commit, String message) {}

    private final Ledger ledger;
    private final Crash crash;
    private final String document;
    private final FluidConnection connection;
    private final OpScanner scanner = new OpScanner();
    private final MessageBuffer message = new MessageBuffer();
    private long submitted;
    private long returned;
    private long returnedAs = -1;
    private long seen = -1;
    private Optional<Answer> answer = Optional.empty();

    LedgerClient(SocketLoop loop, ConnectRequest request, Ledger ledger, Crash crash) {
        this.ledger = ledger;
        this.crash = crash;
        this.document = request.documentId();
        this.connection = FluidConnection.open(loop, request, this);
    }

    boolean isConnected() {
        return connection.isConnected();
    }

    boolean isEnded() {
        return connection.isEnded();
    }

    String document() {
        return document;
    }

    String clientId() {
        return connection.clientId();
    }

    /** How many ops of its own have not come back. */
    long underWay() {
        return submitted - returned;
    }

    /** The last sequence number it was given; -1 before the first. */
    long seen() {
        return seen;
    }

    /** The answer to its own last op, which proposed a summary; empty while there is none. */
    Optional<Answer> ownAnswer() {
        return answer.filter(newest -> underWay() == 0 && newest.proposal() == returnedAs);
    }

    /** Submits a batch of ops that all have the same contents. */
    void submit(String type, String contents, int batch) {
        connection.send(OpTemplate.of(clientId(), type, contents, batch).fill(message, submitted + 1, seen));
        submitted += batch;
    }

    /** Leaves as drivers do. */
    void close() {
        connection.close();
    }

    /** Leaves without a word. */
    void abort() {
        connection.abort();
    }

    @Override
    public void ops(FluidConnection self, byte[] frame, int from, int to) {
        List<SeenOp> ops = new ArrayList<>();
        scanner.start(frame, from, to);
        while (scanner.next()) {
            SeenOp op = SeenOp.at(scanner, frame);
            ops.add(op);
            follow(op, frame);
        }
        ledger.ops(document, ops);
    }

    @Override
    public void lost(FluidConnection self, String reason) {
        if (!crash.isAnnounced()) {
            throw new AssertionError(self + " was lost: " + reason);
        }
    }

    private void follow(SeenOp op, byte[] frame) {
        if (seen >= 0 && op.sequenceNumber() != seen + 1) {
            throw new AssertionError(connection + " was given " + op + " after op " + seen);
        }
        seen = op.sequenceNumber();
        if (op.clientId().equals(clientId())) {
            returned = op.clientSequenceNumber();
            returnedAs = op.sequenceNumber();
        } else if (op.type().equals("summaryAck") || op.type().equals("summaryNack")) {
            answered(frame, scanner.from(), scanner.to());
        }
    }

    private void answered(byte[] frame, int from, int to) {
        try {
            JsonNode contents = JSON.readTree(frame, from, to - from).path("contents");
            Optional<String> commit =
                    Optional.ofNullable(contents.path("handle").textValue());
            commit.ifPresent(sha -> ledger.summary(document, sha));
            answer = Optional.of(new Answer(
                    contents.path("summaryProposal")
                            .path("summarySequenceNumber")
                            .asLong(),
                    commit,
                    contents.path("message").asText()));
        } catch (IOException malformed) {
            throw new UncheckedIOException(connection + " was given a malformed answer to a summary", malformed);
        }
    }
}
