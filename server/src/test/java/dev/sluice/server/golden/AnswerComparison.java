package dev.sluice.server.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Holds the answer to a {@code connect_document} against the recorded one; the members present have no order. */
final class AnswerComparison {

    private static final String INITIAL = "initialClients";

    private final Comparison comparison;

    AnswerComparison(Comparison comparison) {
        this.comparison = comparison;
    }

    void compare(JsonNode recorded, JsonNode got) {
        comparison.value("connect_document_success", without(recorded), without(got));
        List<JsonNode> rest = new ArrayList<>(Json.elements(got.path(INITIAL)));
        for (JsonNode client : Json.elements(recorded.path(INITIAL))) {
            String id = comparison.ids().translate(client.path("clientId").asText());
            rest.stream()
                    .filter(candidate -> candidate.path("clientId").asText().equals(id))
                    .findFirst()
                    .ifPresentOrElse(
                            candidate -> {
                                rest.remove(candidate);
                                comparison.value(INITIAL, client, candidate);
                            },
                            () -> comparison.differ(INITIAL, id, "absent"));
        }
        rest.forEach(client -> comparison.differ(INITIAL, "absent", client.toString()));
    }

    private static JsonNode without(JsonNode answer) {
        if (!answer.has(INITIAL)) {
            return answer;
        }
        ObjectNode rest = answer.deepCopy();
        rest.set(INITIAL, JsonNodeFactory.instance.arrayNode());
        return rest;
    }
}
