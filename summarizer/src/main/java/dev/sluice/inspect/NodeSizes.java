package dev.sluice.inspect;

import dev.sluice.container.ContainerRuntime;
import dev.sluice.datastore.DataStore;
import dev.sluice.datastore.OpaqueChannel;
import dev.sluice.datastore.channel.Channel;
import dev.sluice.protocol.handle.NodePath;
import dev.sluice.protocol.summary.SummaryBlob;
import dev.sluice.protocol.summary.SummaryObject;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How large nodes are by themselves: channels as they are in a summary, attachment blobs as they are stored. What else there is of a
 * data store is not counted, and neither is a channel of unknown type that changed, which only others can write.
 *
 * <p>Each node is measured when it is first asked for. Confined to the document's thread.
 */
final class NodeSizes {
    private final ContainerRuntime<DataStore> runtime;
    private final StoredDocument stored;
    private final Map<String, Long> known = new HashMap<>();

    NodeSizes(ContainerRuntime<DataStore> runtime, StoredDocument stored) {
        this.runtime = runtime;
        this.stored = stored;
    }

    long bytes(String node) {
        return known.computeIfAbsent(node, this::measure);
    }

    private long measure(String node) {
        NodePath path = NodePath.ofUrl(node);
        Optional<String> blob = path.blobId();
        if (blob.isPresent()) {
            return runtime.blobStorageId(blob.get())
                    .map(stored::attachmentBytes)
                    .orElse(0L);
        }
        List<String> names = path.names();
        return names.size() == 2
                ? runtime.dataStore(names.get(0))
                        .flatMap(store -> store.channel(names.get(1)))
                        .map(NodeSizes::bytes)
                        .orElse(0L)
                : 0;
    }

    private static long bytes(Channel channel) {
        return channel instanceof OpaqueChannel opaque && opaque.isChanged() ? 0 : bytes(channel.summarize());
    }

    private static long bytes(SummaryObject part) {
        if (part instanceof SummaryTree tree) {
            return tree.entries().values().stream().mapToLong(NodeSizes::bytes).sum();
        }
        return part instanceof SummaryBlob blob ? blob.size() : 0;
    }
}
