package dev.sluice.inspect;

import dev.sluice.container.ContainerRuntime;
import dev.sluice.datastore.DataStore;
import dev.sluice.datastore.channel.Channel;
import dev.sluice.inspect.Hold.Kind;
import dev.sluice.protocol.handle.NodePath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the nodes of a document keep each other; the content of each channel is searched once. Confined to the document's thread. */
final class Holds {
    private final ContainerRuntime<DataStore> runtime;
    private final Map<NodePath, Map<NodePath, List<HandlePlace>>> placesByChannel = new HashMap<>();

    Holds(ContainerRuntime<DataStore> runtime) {
        this.runtime = runtime;
    }

    /** Returns what an edge of the graph stands for. */
    Hold of(String from, String to) {
        NodePath source = new NodePath(from);
        NodePath target = NodePath.ofUrl(to);
        if (source.equals(NodePath.ROOT)) {
            return ofContainer(target);
        }
        List<String> names = source.names();
        if (names.size() < 2) {
            return Hold.of(Kind.CHANNEL_OF_STORE);
        }
        Optional<Channel> channel = channel(names);
        List<HandlePlace> places = channel.map(found -> places(source, found).getOrDefault(target, List.of()))
                .orElse(List.of());
        boolean isBackRoute = target.equals(NodePath.ofStore(names.get(0))) && places.isEmpty();
        return isBackRoute
                ? Hold.of(Kind.STORE_OF_CHANNEL)
                : new Hold(
                        Kind.HANDLE,
                        List.of(),
                        channel.map(found -> found.attributes().type()),
                        places);
    }

    private Hold ofContainer(NodePath target) {
        List<String> aliases = runtime.aliases().entrySet().stream()
                .filter(alias -> NodePath.ofStore(alias.getValue()).equals(target))
                .map(Map.Entry::getKey)
                .toList();
        return aliases.isEmpty()
                ? Hold.of(Kind.ROOT_STORE)
                : new Hold(Kind.ALIAS, aliases, Optional.empty(), List.of());
    }

    private Optional<Channel> channel(List<String> names) {
        return runtime.dataStore(names.get(0)).flatMap(store -> store.channel(names.get(1)));
    }

    private Map<NodePath, List<HandlePlace>> places(NodePath path, Channel channel) {
        return placesByChannel.computeIfAbsent(path, none -> HandlePlaces.of(channel));
    }
}
