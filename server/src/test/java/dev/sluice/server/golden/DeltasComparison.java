package dev.sluice.server.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds a range of stored ops against the recorded one. Ops that the recording had not yet are allowed if they are the
 * ones that were broadcast: when a stored op can first be read is not part of the protocol.
 */
final class DeltasComparison {

    private static final List<String> SAME_AS_BROADCAST =
            List.of("clientId", "type", "minimumSequenceNumber", "referenceSequenceNumber", "timestamp");

    private final Comparison comparison;
    private final LiveLog log;

    DeltasComparison(Comparison comparison, LiveLog log) {
        this.comparison = comparison;
        this.log = log;
    }

    void compare(Row.HttpRequest request, JsonNode recorded, JsonNode got) {
        if (!got.isArray()) {
            comparison.differ("body", recorded.toString(), got.toString());
            return;
        }
        String document = Route.lastSegment(request.path());
        ops(document, Json.elements(recorded), Json.elements(got));
        String live = comparison.ids().translate(document);
        got.forEach(op -> log.add(live, op));
    }

    void ops(String document, List<JsonNode> recorded, List<JsonNode> got) {
        ascending(got);
        List<JsonNode> rest = new ArrayList<>(got);
        for (JsonNode op : recorded) {
            rest.stream()
                    .filter(candidate -> OpComparison.isSame(comparison.ids(), document, op, candidate))
                    .findFirst()
                    .ifPresentOrElse(
                            candidate -> {
                                rest.remove(candidate);
                                OpComparison.compare(comparison, document, op, candidate);
                            },
                            () -> comparison.differ("deltas", op.toString(), "absent"));
        }
        String live = comparison.ids().translate(document);
        got.forEach(op -> broadcast(live, op));
        rest.stream()
                .filter(op ->
                        log.find(live, number(op)) == null && !OpComparison.isServiceTimed(comparison.scenario(), op))
                .forEach(op -> comparison.differ("deltas", "absent", op.toString()));
    }

    private void ascending(List<JsonNode> got) {
        for (int i = 1; i < got.size(); i++) {
            comparison.equal("deltas[" + i + "].sequenceNumber", number(got.get(i - 1)) + 1, number(got.get(i)));
        }
    }

    private void broadcast(String document, JsonNode stored) {
        JsonNode sent = log.find(document, number(stored));
        if (sent == null) {
            return;
        }
        for (String name : SAME_AS_BROADCAST) {
            comparison.equal("stored op " + number(stored) + "." + name, sent.path(name), stored.path(name));
        }
    }

    private static long number(JsonNode op) {
        return op.path("sequenceNumber").asLong();
    }
}
