package dev.sluice.server.storage.lmdb;

import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.StoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LmdbStoreContractTest extends StoreContract {
    @TempDir
    private Path directory;

    private int opened;

    @Override
    public Store open() {
        return LmdbStore.open(
                LmdbOptions.in(directory.resolve("store" + opened++)).withLargeBlobBytes(LARGE));
    }
}
