package dev.sluice.server.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.server.bench.client.FluidRest;
import dev.sluice.server.bench.client.OpScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * The whole op log of one document as the service gives it out, checked while it is read.
 *
 * <p>Sequence numbers are contiguous from the first; the minimum never falls and never passes its op; each client's own
 * numbers count up from one without a gap, so no op is there twice and none is lost between two of a client's; and who
 * writes is a member. Confined to one thread.
 */
final class StoredLog {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String document;
    private final OpScanner scanner = new OpScanner();
    private final NavigableMap<Long, SeenOp> ops = new TreeMap<>();
    private final Map<String, Long> joined = new LinkedHashMap<>();
    private final Map<String, Long> left = new HashMap<>();
    private final Map<String, Long> lastOwn = new HashMap<>();
    private long last;
    private long minimum;

    private StoredLog(String document) {
        this.document = document;
    }

    /** Reads the log of a document whose first op is number one. */
    static StoredLog read(FluidRest rest, String document) {
        StoredLog log = new StoredLog(document);
        log.readOn(rest);
        return log;
    }

    /** Reads what has been added since. */
    void readOn(FluidRest rest) {
        long before;
        do {
            before = last;
            add(rest.send(rest.deltasDownload(document, before, Long.MAX_VALUE))
                    .succeeded()
                    .bytes());
        } while (last > before);
    }

    String document() {
        return document;
    }

    NavigableMap<Long, SeenOp> ops() {
        return ops;
    }

    /** The last sequence number; zero if there is no op. */
    long last() {
        return last;
    }

    /** The minimum sequence number after the last op. */
    long minimum() {
        return minimum;
    }

    /** Returns who had joined and not left after the given op. */
    Set<String> membersAt(long sequenceNumber) {
        Map<String, Long> members = new HashMap<>(joined);
        members.values().removeIf(at -> at > sequenceNumber);
        members.keySet().removeIf(client -> left.getOrDefault(client, Long.MAX_VALUE) <= sequenceNumber);
        return members.keySet();
    }

    /** Returns with which op a client joined. */
    long joinOf(String clientId) {
        Long at = joined.get(clientId);
        if (at == null) {
            throw broken("client " + clientId + " never joined");
        }
        return at;
    }

    private void add(byte[] page) {
        // The log's pages are the arrays that op frames carry.
        byte[] frame =
                ("42[\"op\",\"\"," + new String(page, StandardCharsets.UTF_8) + "]").getBytes(StandardCharsets.UTF_8);
        scanner.start(frame, 0, frame.length);
        while (scanner.next()) {
            SeenOp op = SeenOp.at(scanner, frame);
            check(op);
            last = op.sequenceNumber();
            minimum = op.minimumSequenceNumber();
            ops.put(last, op);
            switch (op.type()) {
                case "join" -> join(data(frame).path("clientId").asText());
                case "leave" -> left.put(data(frame).asText(), last);
                default -> {}
            }
        }
    }

    private void check(SeenOp op) {
        if (op.sequenceNumber() != last + 1) {
            throw broken(op + " follows op " + last);
        }
        if (op.minimumSequenceNumber() < minimum || op.minimumSequenceNumber() > op.sequenceNumber()) {
            throw broken(op + " follows the minimum " + minimum);
        }
        if (op.clientId().isEmpty()) {
            return;
        }
        if (!joined.containsKey(op.clientId()) || left.containsKey(op.clientId())) {
            throw broken(op + " is no member's");
        }
        long own = lastOwn.merge(op.clientId(), 1L, Long::sum);
        if (op.clientSequenceNumber() != own) {
            throw broken(op + " is its client's op number " + own);
        }
    }

    private void join(String clientId) {
        if (joined.put(clientId, last) != null) {
            throw broken("client " + clientId + " joins again with op " + last);
        }
    }

    private JsonNode data(byte[] frame) {
        try {
            String op = new String(frame, scanner.from(), scanner.to() - scanner.from(), StandardCharsets.UTF_8);
            return JSON.readTree(JSON.readTree(op).path("data").asText());
        } catch (IOException malformed) {
            throw new UncheckedIOException(
                    "op " + last + " of document " + document + " has malformed data", malformed);
        }
    }

    private AssertionError broken(String what) {
        return new AssertionError("log of document " + document + ": " + what);
    }
}
