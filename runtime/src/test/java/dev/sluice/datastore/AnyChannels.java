package dev.sluice.datastore;

import dev.sluice.datastore.channel.ChannelFactory;
import java.util.ArrayList;
import java.util.List;

/** Takes every recorded channel for a journal, so that their documents may change. */
final class AnyChannels {
    private static final List<String> TYPES = List.of(
            "https://graph.microsoft.com/types/map",
            "https://graph.microsoft.com/types/directory",
            "https://graph.microsoft.com/types/cell",
            "https://graph.microsoft.com/types/counter",
            "https://graph.microsoft.com/types/mergeTree",
            "https://graph.microsoft.com/types/sharedmatrix",
            "https://graph.microsoft.com/types/tree",
            "https://graph.microsoft.com/types/task-manager",
            "https://graph.microsoft.com/types/consensus-queue",
            "https://graph.microsoft.com/types/consensus-register-collection");

    private AnyChannels() {}

    static DataStoreFactory factory() {
        List<ChannelFactory<?>> factories = new ArrayList<>();
        TYPES.forEach(type -> factories.add(new Journal.Factory(type)));
        return new DataStoreFactory(new ChannelRegistry(factories));
    }
}
