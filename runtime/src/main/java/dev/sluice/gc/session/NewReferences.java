package dev.sluice.gc.session;

import dev.sluice.gc.config.Role;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The references that sequenced ops added since the last run, each once (garbage-collection §1.7). Clients that never collect keep
 * none, so that long sessions cost nothing. Confined to the document's thread.
 */
final class NewReferences {
    private final boolean isKept;
    private final Map<String, Set<String>> targetsBySource = new LinkedHashMap<>();

    NewReferences(Role role) {
        this.isKept = role == Role.SUMMARIZER;
    }

    void add(String from, String to) {
        if (isKept) {
            targetsBySource
                    .computeIfAbsent(from, source -> new LinkedHashSet<>())
                    .add(to);
        }
    }

    Map<String, Set<String>> all() {
        if (!isKept) {
            throw new IllegalStateException("this client never collects, so it takes no note of references");
        }
        return Collections.unmodifiableMap(targetsBySource);
    }

    void clear() {
        targetsBySource.clear();
    }
}
