package dev.sluice.replay;

import dev.sluice.datastore.channel.Channel;
import dev.sluice.protocol.handle.NodePath;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Finds the channels that the author of a recording may have meant by a name.
 *
 * <p>In order of preference: the channel of that path; of that id; of that data store and id, joined by {@code _}; what has the
 * name as alias or what a handle under that key leads to, with all channels of a data store; and, if the name begins with such
 * a name of a data store, what the rest of it means there. Confined to one thread.
 */
final class ChannelNames {
    private final SortedMap<String, Channel> channels;
    private final Map<String, Set<String>> nodesByName = new LinkedHashMap<>();
    private final Map<String, Map<String, Set<String>>> handlesByStore = new LinkedHashMap<>();

    ChannelNames(Map<String, Channel> channels, Map<String, String> aliases) {
        this.channels = new TreeMap<>(channels);
        aliases.forEach((alias, storeId) ->
                add(nodesByName, alias, NodePath.ofStore(storeId).text()));
        this.channels.forEach((path, channel) -> noteHandles(path, ChannelState.of(channel)));
    }

    private void noteHandles(String path, JsonObject state) {
        Map<String, Set<String>> ofStore =
                handlesByStore.computeIfAbsent(storeOf(path), store -> new LinkedHashMap<>());
        noteEntries(state, ofStore);
        state.object("root").ifPresent(root -> noteDirectory(root, ofStore));
    }

    private void noteDirectory(JsonObject directory, Map<String, Set<String>> ofStore) {
        noteEntries(directory, ofStore);
        for (JsonValue pair :
                directory.array("subdirectories").orElse(JsonArray.EMPTY).elements()) {
            noteDirectory((JsonObject) ((JsonArray) pair).get(1), ofStore);
        }
    }

    private void noteEntries(JsonObject holder, Map<String, Set<String>> ofStore) {
        for (JsonValue pair : holder.array("entries").orElse(JsonArray.EMPTY).elements()) {
            JsonArray entry = (JsonArray) pair;
            String key = entry.get(0).asString().orElseThrow();
            entry.get(1).asObject().flatMap(value -> value.string("$handle")).ifPresent(url -> {
                add(nodesByName, key, url);
                add(ofStore, key, url);
            });
        }
    }

    private static void add(Map<String, Set<String>> table, String name, String node) {
        table.computeIfAbsent(name, key -> new LinkedHashSet<>()).add(node);
    }

    /** Returns the paths of the channels that a name may mean: groups, those preferred first. */
    List<List<String>> meant(String name) {
        return List.of(
                channels.containsKey(name) ? List.of(name) : List.of(),
                matching(path -> idOf(path).equals(name)),
                matching(path -> path.substring(1).replace('/', '_').equals(name)),
                at(nodesByName.getOrDefault(name, Set.of())),
                below(name));
    }

    /** Returns the paths of all channels: a name may be the author's own. */
    List<String> any() {
        return List.copyOf(channels.keySet());
    }

    private List<String> matching(Predicate<String> rule) {
        return channels.keySet().stream().filter(rule).toList();
    }

    private List<String> at(Collection<String> nodes) {
        return matching(path -> nodes.contains(path) || nodes.contains(storeOf(path)));
    }

    private List<String> below(String name) {
        List<String> found = new ArrayList<>();
        nodesByName.forEach((prefix, nodes) -> {
            if (name.startsWith(prefix) && name.length() > prefix.length()) {
                String rest = name.substring(prefix.length());
                found.addAll(at(nodes.stream()
                        .flatMap(store ->
                                handlesByStore.getOrDefault(store, Map.of()).getOrDefault(rest, Set.of()).stream())
                        .toList()));
            }
        });
        return found;
    }

    private static String idOf(String path) {
        return path.substring(path.indexOf('/', 1) + 1);
    }

    private static String storeOf(String path) {
        return path.substring(0, path.indexOf('/', 1));
    }
}
