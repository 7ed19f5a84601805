package dev.sluice.server.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The ops of every document as the server under test showed them, wherever. Safe for use by many threads. */
final class LiveLog {

    private final Map<String, TreeMap<Long, JsonNode>> documents = new HashMap<>();

    synchronized void add(String document, JsonNode op) {
        documents
                .computeIfAbsent(document, created -> new TreeMap<>())
                .putIfAbsent(op.path("sequenceNumber").asLong(), op);
    }

    synchronized @Nullable JsonNode find(String document, long number) {
        TreeMap<Long, JsonNode> ops = documents.get(document);
        return ops == null ? null : ops.get(number);
    }

    synchronized boolean holds(String document, Predicate<JsonNode> op) {
        TreeMap<Long, JsonNode> ops = documents.get(document);
        return ops != null && ops.values().stream().anyMatch(op);
    }

    synchronized Optional<JsonNode> find(String document, Predicate<JsonNode> op) {
        TreeMap<Long, JsonNode> ops = documents.getOrDefault(document, new TreeMap<>());
        return ops.values().stream().filter(op).findFirst();
    }

    /** The highest number below which nothing is missing; zero when nothing is known. */
    synchronized long contiguousTo(String document) {
        TreeMap<Long, JsonNode> ops = documents.getOrDefault(document, new TreeMap<>());
        long number = 0;
        while (ops.containsKey(number + 1)) {
            number++;
        }
        return number;
    }

    /** Type of the last op known; empty when none is. */
    synchronized String lastType(String document) {
        TreeMap<Long, JsonNode> ops = documents.getOrDefault(document, new TreeMap<>());
        return ops.isEmpty() ? "" : ops.lastEntry().getValue().path("type").asText();
    }
}
