package dev.sluice.collector.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The contents of a document: what refers to what. The same edits make the same contents. */
final class Replica {
    static final String CHANNEL = "/c";
    static final String BLOBS = "/_blobs/";

    private final Map<String, Set<String>> targets = new LinkedHashMap<>();
    private final Set<String> blobs = new LinkedHashSet<>();
    private final Set<String> aliased = new LinkedHashSet<>();
    private @Nullable Map<String, List<String>> nodes;

    /** Returns contents of their own that are equal. */
    Replica copy() {
        Replica copy = new Replica();
        targets.forEach((store, routes) -> copy.targets.put(store, new LinkedHashSet<>(routes)));
        copy.blobs.addAll(blobs);
        copy.aliased.addAll(aliased);
        return copy;
    }

    /** Returns the data store or blob that a path names, or leads into. */
    static String whole(String path) {
        int end = path.indexOf('/', 1);
        return path.startsWith(BLOBS) || end < 0 ? path : path.substring(0, end);
    }

    static boolean isStore(String path) {
        return path.indexOf('/', 1) < 0;
    }

    // Edits: what is deleted ignores them.

    void attach(String store, Collection<String> initial) {
        targets.put(store, new LinkedHashSet<>(initial));
        nodes = null;
    }

    void upload(String blob) {
        blobs.add(blob);
        nodes = null;
    }

    boolean refer(String store, String target) {
        nodes = null;
        return targets.containsKey(store) && targets.get(store).add(target);
    }

    boolean unrefer(String store, String target) {
        nodes = null;
        return targets.containsKey(store) && targets.get(store).remove(target);
    }

    void alias(String store) {
        if (targets.containsKey(store)) {
            aliased.add(store);
            nodes = null;
        }
    }

    void delete(Collection<String> ids) {
        targets.keySet().removeAll(ids);
        blobs.removeAll(ids);
        nodes = null;
    }

    // What there is.

    boolean has(String path) {
        return targets.containsKey(path) || blobs.contains(path);
    }

    Set<String> stores() {
        return targets.keySet();
    }

    Set<String> wholes() {
        Set<String> all = new LinkedHashSet<>(targets.keySet());
        all.addAll(blobs);
        return all;
    }

    List<String> targets(String store) {
        return List.copyOf(targets.getOrDefault(store, Set.of()));
    }

    /** Returns the nodes of the reference graph, as containers make them (garbage-collection §1.3). */
    Map<String, List<String>> nodes() {
        Map<String, List<String>> known = nodes;
        if (known == null) {
            Map<String, List<String>> all = new LinkedHashMap<>();
            all.put("/", List.copyOf(aliased));
            targets.forEach((store, routes) -> {
                all.put(store, List.of(store + CHANNEL));
                List<String> fromChannel = new ArrayList<>(routes);
                fromChannel.add(store);
                all.put(store + CHANNEL, fromChannel);
            });
            blobs.forEach(blob -> all.put(blob, List.of()));
            known = Collections.unmodifiableMap(all);
            nodes = known;
        }
        return known;
    }

    /** Returns the data stores and blobs that can be reached from paths, these included, be they deleted or not. */
    Set<String> reachable(Collection<String> from) {
        Set<String> seen = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(from);
        while (!open.isEmpty()) {
            String path = open.remove();
            String whole = path.equals("/") ? path : whole(path);
            if (seen.add(whole)) {
                open.addAll(whole.equals("/") ? aliased : targets.getOrDefault(whole, Set.of()));
            }
        }
        seen.remove("/");
        return seen;
    }
}
