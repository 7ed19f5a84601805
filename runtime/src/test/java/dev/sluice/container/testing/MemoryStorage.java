package dev.sluice.container.testing;

import dev.sluice.driver.BlobContent;
import dev.sluice.driver.DocumentStorage;
import dev.sluice.driver.Snapshot;
import dev.sluice.driver.Version;
import dev.sluice.protocol.git.GitHash;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.protocol.summary.SummaryTree;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Blobs in memory; of summaries, which nobody reads here, only a count. */
public final class MemoryStorage implements DocumentStorage {
    public final Map<GitId, byte[]> blobs = new HashMap<>();
    public int uploads;
    public int summaries;
    public @Nullable RuntimeException failing;

    @Override
    public List<Version> versions(int count) {
        throw new UnsupportedOperationException("no versions here");
    }

    @Override
    public Optional<Snapshot> latest() {
        throw new UnsupportedOperationException("no versions here");
    }

    @Override
    public Snapshot snapshot(Version version) {
        throw new UnsupportedOperationException("no versions here");
    }

    @Override
    public byte[] readBlob(GitId blob) {
        byte[] bytes = blobs.get(blob);
        if (bytes == null) {
            throw new IllegalArgumentException("no blob " + blob);
        }
        return bytes.clone();
    }

    @Override
    public long copyBlob(GitId blob, OutputStream to) throws IOException {
        to.write(readBlob(blob));
        return readBlob(blob).length;
    }

    @Override
    public GitId uploadBlob(BlobContent content) {
        if (failing != null) {
            throw failing;
        }
        try (var in = content.open()) {
            byte[] bytes = in.readAllBytes();
            GitId id = GitHash.of(GitObjectType.BLOB, bytes);
            blobs.put(id, bytes);
            uploads++;
            return id;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public String uploadSummary(SummaryTree summary, Optional<Version> base) {
        return "summary-" + ++summaries;
    }
}
