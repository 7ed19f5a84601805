package dev.sluice.driver.http;

import dev.sluice.container.ContainerRuntime;
import dev.sluice.container.ContainerRuntimeFactory;
import dev.sluice.container.Golden;
import dev.sluice.container.summary.SummaryRequest;
import dev.sluice.container.testing.FakeContext;
import dev.sluice.datastore.ChannelRegistry;
import dev.sluice.datastore.DataStore;
import dev.sluice.datastore.DataStoreFactory;
import dev.sluice.dds.standard.DataStructures;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.DriverException;
import dev.sluice.driver.Snapshot;
import dev.sluice.fuzz.Findings;
import java.io.ByteArrayInputStream;
import java.util.Optional;

/** Snapshots in one answer, and the documents that come of them. */
public final class SnapshotFuzz {
    private static final ContainerRuntimeFactory<DataStore> FACTORY = new ContainerRuntimeFactory<>(
            new DataStoreFactory(new ChannelRegistry(DataStructures.factories())), Golden.OPTIONS);

    private SnapshotFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Findings.refuseOrTake(() -> {
            Snapshot snapshot = SummaryAnswer.snapshot(new ByteArrayInputStream(input), blob -> {
                throw new DriverException(new DriverError.NotFound("blob " + blob));
            });
            FakeContext context = new FakeContext(1);
            ContainerRuntime<DataStore> runtime = FACTORY.load(context, snapshot, Optional.empty());
            context.runtime = runtime;
            runtime.dataStoreIds()
                    .forEach(id -> Findings.refuseOrTake(() -> {
                        DataStore store = runtime.dataStore(id).orElseThrow();
                        store.channelIds().forEach(channel -> Findings.refuseOrTake(() -> store.channel(channel)));
                    }));
            Findings.refuseOrTake(runtime::gcNodes);
            runtime.summarize(SummaryRequest.FULL);
        });
    }
}
