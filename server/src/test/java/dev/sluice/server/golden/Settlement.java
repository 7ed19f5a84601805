package dev.sluice.server.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;

/**
 * Keeps the order of what clients did apart from each other: before something new is sent that will be sequenced, all
 * that was sent before must have been. What no connection is left to show is read from the stored ops. Without this,
 * two sockets closed in one millisecond could leave in either order. Confined to the replay's thread.
 */
final class Settlement {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(30);
    private static final int RANGE = 2001;

    private final Stage stage;
    private final HttpDriver http;
    private final Map<String, Document> documents = new HashMap<>();

    /** What one document owes, by the names of the server under test. */
    private static final class Document {

        private final Set<String> writers = new HashSet<>();
        private final Map<String, Predicate<JsonNode>> owed = new LinkedHashMap<>();
        /** How many answers each inbox should have got. */
        private final Map<Inbox, Integer> connecting = new HashMap<>();

        private boolean leftAlone;
    }

    Settlement(Stage stage, HttpDriver http) {
        this.stage = stage;
        this.http = http;
    }

    /** A {@code connect_document} is about to be sent that will be answered. */
    void connecting(String document, Inbox inbox) {
        Document owing = document(document);
        int answers = owing.connecting.getOrDefault(inbox, inbox.answers());
        owing.connecting.put(inbox, answers + 1);
        owing.leftAlone = false;
    }

    void joined(String document, String client) {
        Document owing = document(document);
        owing.writers.add(client);
    }

    void left(String document, String client) {
        Document owing = document(document);
        if (owing.writers.remove(client)) {
            owing.owed.put("the leave of " + client, op -> isLeave(op, client));
            owing.leftAlone = owing.writers.isEmpty();
        }
    }

    void submitted(String document, String client, JsonNode message) {
        JsonNode number = message.path("clientSequenceNumber");
        document(document)
                .owed
                .put(
                        "op " + number + " of " + client,
                        op -> op.path("clientId").asText().equals(client)
                                && op.path("clientSequenceNumber").equals(number));
    }

    /** Waits until the document owes nothing. */
    void settle(int line, String document) {
        Document owing = document(document);
        long end = System.nanoTime() + stage.patience().toNanos();
        while (stage.arrivals()
                        .await(BETWEEN_LOOKS, () -> missing(document, owing).isEmpty() ? owing : null)
                == null) {
            if (System.nanoTime() > end) {
                String what = stage.arrivals()
                        .await(Duration.ZERO, () -> missing(document, owing).orElse(null));
                throw stage.stuck(line, "sequenced before", String.valueOf(what), "not so far");
            }
            look(document);
        }
        owing.owed.clear();
    }

    private Optional<String> missing(String document, Document owing) {
        Optional<String> op = owing.owed.entrySet().stream()
                .filter(entry -> !stage.log().holds(document, entry.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
        for (Map.Entry<Inbox, Integer> entry : owing.connecting.entrySet()) {
            if (entry.getKey().answers() < entry.getValue()) {
                return Optional.of("the answer to a connect_document");
            }
            for (String writer : entry.getKey().writers()) {
                if (!stage.log().holds(document, joined -> OpComparison.isJoinOf(joined, writer))) {
                    return Optional.of("the join of " + writer);
                }
            }
        }
        boolean noClientDue = owing.leftAlone && !stage.log().lastType(document).equals("noClient");
        return op.isPresent() || !noClientDue ? op : Optional.of("noClient after the last leave");
    }

    private void look(String document) {
        long from = stage.log().contiguousTo(document);
        Row.HttpRequest request = new Row.HttpRequest(
                0,
                0,
                0,
                "GET",
                "/deltas/" + TokenMinter.TENANT + "/" + document,
                Map.of("from", "" + from, "to", "" + (from + RANGE)),
                Map.of(),
                null,
                null);
        try {
            Answer answer =
                    http.send(request, "Basic " + stage.minter().mint(document)).join();
            Json.elements(answer.body()).forEach(op -> stage.log().add(document, op));
        } catch (CompletionException unreachable) {
            // looked at again until the patience is over, and then reported as missing
        }
    }

    private static boolean isLeave(JsonNode op, String client) {
        return op.path("type").asText().equals("leave")
                && OpComparison.data(op).asText().equals(client);
    }

    private Document document(String name) {
        return documents.computeIfAbsent(name, created -> new Document());
    }
}
