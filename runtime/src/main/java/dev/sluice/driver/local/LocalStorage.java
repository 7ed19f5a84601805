package dev.sluice.driver.local;

import dev.sluice.driver.BlobContent;
import dev.sluice.driver.DocumentStorage;
import dev.sluice.driver.Snapshot;
import dev.sluice.driver.SnapshotTree;
import dev.sluice.driver.Version;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.summary.SummaryTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Versions and blobs in memory. Safe for use by many threads. */
final class LocalStorage implements DocumentStorage {
    /** Attachments do not come along with a snapshot, as with other services. */
    private static final Set<String> FETCHED_LATER = Set.of(".blobs");

    private final LocalService service;
    private final DocumentKey key;

    LocalStorage(LocalService service, DocumentKey key) {
        this.service = service;
        this.key = key;
    }

    @Override
    public List<Version> versions(int count) {
        return service.locked(() -> {
            List<Version> newest = new ArrayList<>();
            service.document(key).versions().forEach(version -> newest.add(version.version()));
            Collections.reverse(newest);
            return List.copyOf(newest.subList(0, Math.min(count, newest.size())));
        });
    }

    @Override
    public Optional<Snapshot> latest() {
        return Optional.of(service.locked(() -> snapshot(service.document(key).newest())));
    }

    @Override
    public Snapshot snapshot(Version version) {
        return service.locked(() -> snapshot(service.document(key).version(version.id())));
    }

    @Override
    public byte[] readBlob(GitId blob) {
        return service.locked(() -> service.objects().blob(blob)).clone();
    }

    @Override
    public long copyBlob(GitId blob, OutputStream to) throws IOException {
        byte[] content = readBlob(blob);
        to.write(content);
        return content.length;
    }

    @Override
    public GitId uploadBlob(BlobContent content) {
        byte[] bytes;
        try (InputStream stream = content.open()) {
            bytes = stream.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the content of a blob cannot be read", unreadable);
        }
        return service.locked(() -> service.objects().store(bytes));
    }

    @Override
    public String uploadSummary(SummaryTree summary, Optional<Version> base) {
        return service.locked(() -> {
            SnapshotTree below = base.map(version ->
                            service.document(key).version(version.id()).tree())
                    .orElse(SnapshotTree.EMPTY);
            return service.objects().store(summary, below).toHex();
        });
    }

    private Snapshot snapshot(LocalVersion version) {
        Map<GitId, byte[]> atHand = new HashMap<>();
        collect(version.tree().without(FETCHED_LATER), atHand);
        return new Snapshot(
                version.version(), version.tree(), version.protocol(), version.logTail(), atHand, this::readBlob);
    }

    private void collect(SnapshotTree tree, Map<GitId, byte[]> atHand) {
        tree.blobs().values().forEach(id -> atHand.put(id, service.objects().blob(id)));
        tree.trees().values().forEach(child -> collect(child, atHand));
    }
}
