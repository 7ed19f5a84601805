package dev.sluice.container.snapshot;

import dev.sluice.protocol.git.GitId;
import java.util.Optional;
import java.util.function.Supplier;

/** A blob in a stored tree. Immutable; safe for use by many threads. */
final class StoredBlob {
    private final Optional<GitId> id;
    private final Supplier<byte[]> reader;

    StoredBlob(Optional<GitId> id, Supplier<byte[]> reader) {
        this.id = id;
        this.reader = reader;
    }

    Optional<GitId> id() {
        return id;
    }

    byte[] read() {
        return reader.get();
    }
}
