package dev.sluice.server.storage.lmdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Copies of an open store's files. While they are made nothing may be committed, or they are torn as no crash could tear them. */
final class CrashedStore {
    private CrashedStore() {}

    /** Copies what a crash of the process at this moment would leave; returns {@code target}. */
    static Path copy(Path store, Path target) throws IOException {
        return copy(store, target, List.of("data.mdb", "store.log", "not-closed"));
    }

    /** Copies what LMDB has by itself, as an older copy or a tool would read it; returns {@code target}. */
    static Path copyOfLmdb(Path store, Path target) throws IOException {
        return copy(store, target, List.of("data.mdb"));
    }

    private static Path copy(Path store, Path target, List<String> names) throws IOException {
        Files.createDirectories(target);
        for (String name : names) {
            if (Files.exists(store.resolve(name))) {
                Files.copy(store.resolve(name), target.resolve(name));
            }
        }
        return target;
    }
}
