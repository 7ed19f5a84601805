package dev.sluice.datastore;

import dev.sluice.container.ContainerRuntime;
import dev.sluice.container.ContainerRuntimeFactory;
import dev.sluice.container.Golden;
import dev.sluice.container.summary.SummaryRequest;
import dev.sluice.container.testing.Snapshots;
import dev.sluice.dds.standard.DataStructures;
import dev.sluice.driver.Snapshot;
import dev.sluice.fuzz.Findings;
import dev.sluice.loader.OfflineContainer;
import dev.sluice.protocol.SequencedMessage;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ops of a document that is loaded: the first line names a recorded scenario, each other is an op. They are numbered as a service
 * would have numbered them, for everything else is refused at the door.
 */
public final class OpsFuzz {
    private static final ContainerRuntimeFactory<DataStore> FACTORY = new ContainerRuntimeFactory<>(
            new DataStoreFactory(new ChannelRegistry(DataStructures.factories())), Golden.OPTIONS);
    private static final Map<String, Snapshot> CREATED = new HashMap<>();

    private OpsFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        List<String> lines =
                new String(input, StandardCharsets.UTF_8).lines().limit(200).toList();
        Snapshot created = lines.isEmpty() ? null : created(lines.get(0));
        if (created != null) {
            Findings.refuseOrTake(() -> run(created, lines.subList(1, lines.size())));
        }
    }

    private static @Nullable Snapshot created(String scenario) {
        if (!scenario.matches("v[0-9.]+/[0-9a-z-]+") || !Golden.has(scenario + "/attach-summary.json")) {
            return null;
        }
        return CREATED.computeIfAbsent(scenario, Snapshots::attach);
    }

    private static void run(Snapshot created, List<String> ops) {
        OfflineContainer<ContainerRuntime<DataStore>> container =
                OfflineContainer.open(created.protocol(), context -> FACTORY.load(context, created, Optional.empty()));
        ContainerRuntime<DataStore> runtime = container.runtime();
        Map<String, Long> numbers = new HashMap<>();
        try {
            for (String line : ops) {
                SequencedMessage op = SequencedMessage.parse(line.getBytes(StandardCharsets.UTF_8));
                container.process(numbered(op, container.protocol().sequenceNumber() + 1, numbers));
            }
        } finally {
            // Whatever broke: what is there can be looked at, and says no more than what it holds.
            runtime.dataStoreIds()
                    .forEach(id -> Findings.refuseOrTake(() -> runtime.dataStore(id)
                            .ifPresent(store -> store.channelIds()
                                    .forEach(channel -> Findings.refuseOrTake(() -> store.channel(channel))))));
        }
        Findings.refuseOrTake(runtime::gcNodes);
        runtime.summarize(SummaryRequest.FULL);
    }

    private static SequencedMessage numbered(SequencedMessage op, long sequenceNumber, Map<String, Long> numbers) {
        String clientId = op.clientId();
        return new SequencedMessage(
                clientId,
                clientId == null ? -1 : numbers.merge(clientId, 1L, Long::sum),
                op.contents(),
                op.metadata(),
                op.compression(),
                0,
                clientId == null ? -1 : Math.max(0, Math.min(op.referenceSequenceNumber(), sequenceNumber - 1)),
                sequenceNumber,
                op.timestampMs(),
                op.type(),
                op.data());
    }
}
