package dev.sluice.server.storage.memory;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.StoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MemoryStoreTest extends StoreContract {
    @Override
    public Store open() {
        return new MemoryStore();
    }

    @Test
    void backup_nothingOnDisk_isUnsupported() {
        try (Store store = new MemoryStore()) {
            assertThatThrownBy(() -> store.backup(Path.of("nowhere"), (written, total) -> {}))
                    .isInstanceOf(UnsupportedOperationException.class);
        }
    }
}
