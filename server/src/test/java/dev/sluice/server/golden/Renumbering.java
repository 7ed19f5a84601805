package dev.sluice.server.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Puts the sequence numbers of the server under test into what a recorded client sends. */
final class Renumbering {

    private static final String REFERENCE = "referenceSequenceNumber";
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private Renumbering() {}

    /** A {@code submitOp} whose messages refer to what the client has seen; any other packet as it is. */
    static Packet submitted(SequenceMap numbers, Packet packet) {
        if (!packet.event().equals("submitOp")) {
            return packet;
        }
        JsonNode event = packet.json();
        for (JsonNode batch : event.path(2)) {
            List<JsonNode> messages = batch.isArray() ? Json.elements(batch) : List.of(batch);
            messages.stream()
                    .filter(message -> message.path(REFERENCE).isIntegralNumber())
                    .forEach(message -> ((ObjectNode) message)
                            .put(
                                    REFERENCE,
                                    numbers.reached(message.path(REFERENCE).longValue())));
        }
        return packet.withPayload(event.toString());
    }

    /** A request for stored ops with the same range of ops; any other request as it is. */
    static Row.HttpRequest range(Correlation ids, Row.HttpRequest request) {
        if (Route.of(request) != Route.DELTAS) {
            return request;
        }
        SequenceMap numbers = ids.sequence(Route.lastSegment(request.path()));
        Map<String, String> query = new HashMap<>(request.query());
        query.computeIfPresent("from", (name, from) -> isNumber(from) ? "" + numbers.reached(number(from)) : from);
        query.computeIfPresent("to", (name, to) -> isNumber(to) ? "" + (numbers.reached(number(to) - 1) + 1) : to);
        return request.asking(query);
    }

    private static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }

    private static long number(String text) {
        return Long.parseLong(text);
    }
}
