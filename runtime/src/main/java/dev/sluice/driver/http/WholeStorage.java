package dev.sluice.driver.http;

import dev.sluice.driver.BlobContent;
import dev.sluice.driver.DocumentStorage;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.DriverException;
import dev.sluice.driver.Snapshot;
import dev.sluice.driver.TokenRequest.Surface;
import dev.sluice.driver.Version;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.summary.SummaryHandle;
import dev.sluice.protocol.summary.SummaryObject;
import dev.sluice.protocol.summary.SummaryTree;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Versions loaded and stored in one request each; the rest as Git objects (SVC §1.11). Safe for use by many threads. */
final class WholeStorage implements DocumentStorage {
    private final DocumentKey key;
    private final Rest rest;
    private final GitStorage git;

    WholeStorage(DocumentKey key, Rest rest, GitStorage git) {
        this.key = key;
        this.rest = rest;
        this.git = git;
    }

    @Override
    public List<Version> versions(int count) {
        return git.versions(count);
    }

    @Override
    public Optional<Snapshot> latest() {
        try {
            return Optional.of(load("latest"));
        } catch (DriverException failed) {
            if (failed.error() instanceof DriverError.NotFound) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    @Override
    public Snapshot snapshot(Version version) {
        return load(version.id());
    }

    @Override
    public byte[] readBlob(GitId blob) {
        return git.readBlob(blob);
    }

    @Override
    public long copyBlob(GitId blob, OutputStream to) throws IOException {
        return git.copyBlob(blob, to);
    }

    @Override
    public GitId uploadBlob(BlobContent content) {
        return git.uploadBlob(content);
    }

    @Override
    public String uploadSummary(SummaryTree summary, Optional<Version> base) {
        SummaryTree absolute = (SummaryTree) absolute(summary, base);
        return rest.call(
                RestCall.store(Paths.summaries(key), Bodies.wholeSummary(absolute, "")),
                body -> Answers.id(Answers.value(body)));
    }

    private Snapshot load(String version) {
        return rest.call(
                RestCall.get(Surface.STORAGE, Paths.summary(key, version)),
                body -> SummaryAnswer.snapshot(body, git::readBlob));
    }

    private static SummaryObject absolute(SummaryObject part, Optional<Version> base) {
        if (part instanceof SummaryHandle handle) {
            String path = handle.target().startsWith("/") ? handle.target() : "/" + handle.target();
            Version from = base.orElseThrow(() -> new DriverException(new DriverError.NotFound(
                    "handle \"" + handle.target() + "\" of a summary that is based on no version")));
            return new SummaryHandle(from.id() + "/.app" + path, handle.targetType());
        }
        if (!(part instanceof SummaryTree tree)) {
            return part;
        }
        Map<String, SummaryObject> entries = new LinkedHashMap<>();
        tree.entries().forEach((name, child) -> entries.put(name, absolute(child, base)));
        return new SummaryTree(entries, tree.unreferenced(), tree.groupId());
    }
}
