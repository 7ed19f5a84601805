package dev.sluice.bench.record;

import dev.sluice.container.ContainerRuntime;
import dev.sluice.datastore.DataStore;
import dev.sluice.dds.cell.SharedCell;
import dev.sluice.dds.counter.SharedCounter;
import dev.sluice.dds.directory.SharedDirectory;
import dev.sluice.dds.map.SharedMap;
import dev.sluice.dds.matrix.SharedMatrix;
import dev.sluice.dds.text.SharedString;
import java.util.List;

/**
 * The structures of one data store. Confined to its document's thread.
 *
 * @param map channel {@code map}
 * @param directory channel {@code directory}
 * @param string channel {@code string}
 * @param matrix channel {@code matrix}
 * @param counter channel {@code counter}
 * @param cell channel {@code cell}
 */
public record Parts(
        SharedMap map,
        SharedDirectory directory,
        SharedString string,
        SharedMatrix matrix,
        SharedCounter counter,
        SharedCell cell) {
    private static final List<String> PACKAGE = List.of("bench");

    /** Makes a data store under an alias, with all structures, in a container that is not attached. */
    static Parts create(ContainerRuntime<DataStore> runtime, String alias) {
        DataStore store = runtime.createDataStore(PACKAGE);
        Parts parts = new Parts(
                store.createChannel("map", SharedMap.class),
                store.createChannel("directory", SharedDirectory.class),
                store.createChannel("string", SharedString.class),
                store.createChannel("matrix", SharedMatrix.class),
                store.createChannel("counter", SharedCounter.class),
                store.createChannel("cell", SharedCell.class));
        runtime.trySetAlias(store.id(), alias);
        return parts;
    }

    /** Finds the structures of a data store. */
    public static Parts of(DataStore store) {
        return new Parts(
                store.channel("map", SharedMap.class),
                store.channel("directory", SharedDirectory.class),
                store.channel("string", SharedString.class),
                store.channel("matrix", SharedMatrix.class),
                store.channel("counter", SharedCounter.class),
                store.channel("cell", SharedCell.class));
    }
}
