package dev.sluice.server.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** Which op is which, and whether two are the same, after translation of names and sequence numbers. */
final class OpComparison {

    /** Ops that the service makes in its own time; where they fall among others is its own affair. */
    private static final Set<String> SERVICE_TIMED = Set.of("summaryAck", "summaryNack", "noop", "noClient");

    private OpComparison() {}

    /** Whether {@code got} is the op recorded as {@code recorded}, whatever its number. */
    static boolean isSame(Correlation ids, String document, JsonNode recorded, JsonNode got) {
        String type = recorded.path("type").asText();
        if (!type.equals(got.path("type").asText())
                || recorded.path("clientId").isNull() != got.path("clientId").isNull()) {
            return false;
        }
        if (!recorded.path("clientId").isNull()) {
            return isSameClient(ids, recorded.path("clientId"), got.path("clientId"))
                    && recorded.path("clientSequenceNumber").equals(got.path("clientSequenceNumber"));
        }
        return switch (type) {
            case "join" ->
                isSameClient(ids, data(recorded).path("clientId"), data(got).path("clientId"));
            case "leave" -> isSameClient(ids, data(recorded), data(got));
            case "summaryAck", "summaryNack" -> ids.sequence(document).live(proposal(recorded)) == proposal(got);
            default -> true;
        };
    }

    static boolean isServiceTimed(String scenario, JsonNode op) {
        String type = op.path("type").asText();
        boolean mayBeExpiry = type.equals("leave") && Scenarios.isTimed(scenario);
        return op.path("clientId").isNull() && (SERVICE_TIMED.contains(type) || mayBeExpiry);
    }

    static boolean isJoinOf(JsonNode op, String client) {
        return op.path("type").asText().equals("join")
                && data(op).path("clientId").asText().equals(client);
    }

    static JsonNode data(JsonNode op) {
        return Json.parseOrMissing(op.path("data").asText());
    }

    /** The number of the {@code summarize} that an ack or nack answers. */
    static long proposal(JsonNode op) {
        return op.path("contents")
                .path("summaryProposal")
                .path("summarySequenceNumber")
                .asLong(-1);
    }

    /** Compares two forms of one op and learns its number. */
    static void compare(Comparison comparison, String document, JsonNode recorded, JsonNode got) {
        long recordedNumber = recorded.path("sequenceNumber").asLong();
        long gotNumber = got.path("sequenceNumber").asLong();
        SequenceMap numbers = comparison.ids().sequence(document);
        if (!numbers.bind(recordedNumber, gotNumber)) {
            comparison.differ("op.sequenceNumber", "" + numbers.live(recordedNumber), "" + gotNumber);
        }
        comparison.numberedBy(numbers::live, number -> {
            boolean isKnown = number <= 0 || numbers.exact(number).isPresent();
            return isKnown ? numbers.reached(number) : gotNumber - (recordedNumber - number);
        });
        comparison.ignoring(numbers.isDisplaced(recordedNumber, gotNumber) ? "minimumSequenceNumber" : "");
        if (proposal(recorded) >= 0) {
            comparison.equal("op.data as op.contents", got.path("contents"), data(got));
        }
        boolean freeText = recorded.path("type").asText().equals("summaryNack")
                && comparison.profile().freesMessages();
        if (!freeText) {
            comparison.value("op", recorded, got);
        }
        comparison.numberedBy(numbers::live, numbers::reached);
        comparison.ignoring("");
    }

    private static boolean isSameClient(Correlation ids, JsonNode recorded, JsonNode got) {
        return ids.find(recorded.asText())
                .map(live -> live.equals(got.asText()))
                .orElseGet(() -> !ids.isLive(got.asText()));
    }
}
