package dev.sluice.dds.standard;

import dev.sluice.datastore.channel.ChannelFactory;
import dev.sluice.dds.cell.SharedCell;
import dev.sluice.dds.counter.SharedCounter;
import dev.sluice.dds.directory.SharedDirectory;
import dev.sluice.dds.map.SharedMap;
import dev.sluice.dds.matrix.SharedMatrix;
import dev.sluice.dds.queue.ConsensusQueue;
import dev.sluice.dds.register.ConsensusRegisterCollection;
import dev.sluice.dds.task.TaskManager;
import dev.sluice.dds.text.SharedString;
import java.util.List;

/**
 * The data structures that come with the runtime.
 *
 * @since 0.1
 */
public final class DataStructures {
    private static final List<ChannelFactory<?>> FACTORIES = List.of(
            SharedMap.FACTORY,
            SharedDirectory.FACTORY,
            SharedString.FACTORY,
            SharedMatrix.FACTORY,
            SharedCounter.FACTORY,
            SharedCell.FACTORY,
            ConsensusRegisterCollection.FACTORY,
            ConsensusQueue.FACTORY,
            TaskManager.FACTORY);

    private DataStructures() {}

    /** Returns a factory for each structure. */
    public static List<ChannelFactory<?>> factories() {
        return FACTORIES;
    }
}
