package dev.sluice.server.golden;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the recording calls documents, clients, connections and git objects, and what the server under test calls them.
 *
 * <p>Names are learned from answers and put into later requests. A name stands for one thing only, on both sides, except
 * for git objects, where two may have become one: commits of equal content made in the same second are the same commit.
 * Confined to the replay's thread.
 */
final class Correlation {

    private static final String UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final String SHA = "(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])";
    private static final Pattern IDS = Pattern.compile(UUID + "|" + SHA);
    private static final Pattern UUID_ONLY = Pattern.compile(UUID);
    private static final Pattern SHA_ONLY = Pattern.compile("[0-9a-f]{40}");

    private final Map<String, String> live = new HashMap<>();
    private final Map<String, String> recorded = new HashMap<>();
    /** Names that have no shape of their own, to be replaced wherever they occur. */
    private final Map<String, String> literals = new HashMap<>();

    private final Map<String, SequenceMap> sequences = new HashMap<>();

    Correlation() {}

    private Correlation(Correlation other) {
        live.putAll(other.live);
        recorded.putAll(other.recorded);
        literals.putAll(other.literals);
        other.sequences.forEach((document, map) -> sequences.put(document, map.copy()));
    }

    /** An independent copy, for a comparison that may have to be repeated. */
    Correlation copy() {
        return new Correlation(this);
    }

    /** Takes over all that {@code other} knows. */
    void adopt(Correlation other) {
        live.putAll(other.live);
        recorded.putAll(other.recorded);
        literals.putAll(other.literals);
        other.sequences.forEach((document, map) -> sequences.put(document, map.copy()));
    }

    static boolean isUuid(String text) {
        return UUID_ONLY.matcher(text).matches();
    }

    static boolean isSha(String text) {
        return SHA_ONLY.matcher(text).matches();
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(live.get(name));
    }

    /** Whether the name of the server under test already stands for a recorded one. */
    boolean isLive(String actual) {
        return recorded.containsKey(actual);
    }

    /** Learns a pair; false if either name already stands for something else. */
    boolean bind(String name, String actual) {
        String known = live.get(name);
        if (known != null || recorded.containsKey(actual)) {
            return Objects.equals(known, actual);
        }
        live.put(name, actual);
        recorded.put(actual, name);
        if (!isUuid(name)) {
            literals.put(name, actual);
        }
        return true;
    }

    /** Learns a pair of git objects; false if the recorded one is known by another name. */
    boolean bindSha(String name, String actual) {
        String known = live.putIfAbsent(name, actual);
        return known == null || known.equals(actual);
    }

    /** Learns a pair of git objects, whatever was known of the recorded one. */
    void rebindSha(String name, String actual) {
        live.put(name, actual);
    }

    /** {@code text} with every known name replaced by the live one. */
    String translate(String text) {
        String translated = IDS.matcher(text).replaceAll(id -> live.getOrDefault(id.group(), id.group()));
        for (Map.Entry<String, String> literal : literals.entrySet()) {
            translated = translated.replace(literal.getKey(), literal.getValue());
        }
        return translated;
    }

    /** The sequence numbers of a document, named as recorded. */
    SequenceMap sequence(String document) {
        return sequences.computeIfAbsent(document, created -> new SequenceMap());
    }
}
