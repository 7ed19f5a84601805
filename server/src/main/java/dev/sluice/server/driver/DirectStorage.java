package dev.sluice.server.driver;

import dev.sluice.driver.BlobContent;
import dev.sluice.driver.DocumentStorage;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.DriverException;
import dev.sluice.driver.Snapshot;
import dev.sluice.driver.Version;
import dev.sluice.driver.http.WholeVersion;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.git.GitCommit;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.protocol.git.GitTree;
import dev.sluice.protocol.summary.SummaryTree;
import dev.sluice.server.storage.BlobSpool;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.RefName;
import dev.sluice.server.storage.StoreException;
import dev.sluice.server.storage.StoreView;
import dev.sluice.server.storage.StoredObject;
import dev.sluice.server.storage.Transaction;
import dev.sluice.server.summary.HandleResolver;
import dev.sluice.server.summary.ObjectWriter;
import dev.sluice.server.summary.SnapshotEncoder;
import dev.sluice.server.summary.SummaryTreeWriter;
import dev.sluice.server.summary.TreeReader;
import dev.sluice.server.summary.UnreadableTreeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Versions and blobs of one document, from the store itself. Safe for use by many threads. */
final class DirectStorage implements DocumentStorage {
    private static final int CHUNK_BYTES = 64 * 1024;

    private final DirectDriver driver;
    private final DocumentKey key;

    DirectStorage(DirectDriver driver, DocumentKey key) {
        this.driver = driver;
        this.key = key;
    }

    /** Refuses a document that is not there, or is deleted. */
    static void requireLive(StoreView view, DocumentKey key) {
        if (view.document(key).filter(row -> !row.isDeleted()).isEmpty()) {
            throw notFound("document " + key + " does not exist or is deleted");
        }
    }

    @Override
    public List<Version> versions(int count) {
        return driver.store().read(view -> {
            List<Version> versions = new ArrayList<>();
            TreeReader reader = new TreeReader(view, key.tenant());
            Optional<GitId> next = head(view);
            while (next.isPresent() && versions.size() < count) {
                GitId id = next.get();
                Optional<GitCommit> commit = reader.commit(id);
                commit.ifPresent(found ->
                        versions.add(new Version(id.toHex(), found.tree().toHex())));
                next = commit.flatMap(found -> found.parents().stream().findFirst());
            }
            return versions;
        });
    }

    @Override
    public Optional<Snapshot> latest() {
        return driver.store().read(this::head).map(this::load);
    }

    @Override
    public Snapshot snapshot(Version version) {
        if (!GitId.isGitId(version.id())) {
            throw notFound("version " + version.id() + " is not there");
        }
        return load(GitId.parse(version.id()));
    }

    private Optional<GitId> head(StoreView view) {
        requireLive(view, key);
        return view.ref(key.tenant(), RefName.headOf(key.document()));
    }

    private Snapshot load(GitId version) {
        try {
            byte[] whole = driver.store().read(view -> encode(view, version));
            return WholeVersion.read(new ByteArrayInputStream(whole), this::readBlob);
        } catch (UnreadableTreeException | IOException unreadable) {
            throw new DriverException(
                    new DriverError.BadAnswer("version " + version + " cannot be loaded: " + unreadable.getMessage()),
                    unreadable);
        }
    }

    private byte[] encode(StoreView view, GitId version) {
        requireLive(view, key);
        DirectDriver.Limits limits = driver.limits();
        GitCommit commit = new TreeReader(view, key.tenant())
                .commit(version)
                .orElseThrow(() -> notFound("version " + version + " is not there"));
        long bytes = VersionSize.of(view, key.tenant(), commit.tree(), limits.trees());
        if (bytes > limits.documentMaxBytes()) {
            throw new DriverException(new DriverError.Refused(
                    "version " + version + " of " + key + " holds " + bytes + " bytes; the server opens up to "
                            + limits.documentMaxBytes() + " itself",
                    DirectDriver.TOO_LARGE,
                    Optional.empty()));
        }
        return SnapshotEncoder.encode(
                        view, key.tenant(), version, limits.trees(), limits.documentMaxBytes(), Integer.MAX_VALUE)
                .orElseThrow(() -> notFound("version " + version + " is not there"));
    }

    @Override
    public byte[] readBlob(GitId blob) {
        return driver.store()
                .read(view -> new TreeReader(view, key.tenant()).blob(blob))
                .orElseThrow(() -> notFound("blob " + blob + " is not there"));
    }

    @Override
    public long copyBlob(GitId blob, OutputStream to) throws IOException {
        Optional<Path> file = driver.store().read(view -> fileOf(view, blob));
        if (file.isPresent()) {
            return Files.copy(file.get(), to);
        }
        byte[] content = readBlob(blob);
        to.write(content);
        return content.length;
    }

    /** Large blobs have files of their own, which stay as long as the blobs do. */
    private Optional<Path> fileOf(StoreView view, GitId blob) {
        return view.object(key.tenant(), blob)
                .filter(object -> object.type() == GitObjectType.BLOB)
                .filter(object -> object.content() instanceof StoredObject.Content.InFile)
                .map(object -> ((StoredObject.Content.InFile) object.content()).path());
    }

    @Override
    public GitId uploadBlob(BlobContent content) {
        try (BlobSpool spool = driver.store().spool();
                InputStream bytes = content.open()) {
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int count = bytes.read(chunk); count >= 0; count = bytes.read(chunk)) {
                spool.write(ByteBuffer.wrap(chunk, 0, count));
            }
            GitId id = spool.seal();
            write(Transaction.of(new Mutation.AdoptSpool(key.tenant(), spool)));
            return id;
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the content of a blob cannot be read", unreadable);
        }
    }

    @Override
    public String uploadSummary(SummaryTree summary, Optional<Version> base) {
        SummaryTree absolute = AbsoluteHandles.in(summary, base);
        HandleResolver handles =
                driver.store().read(view -> HandleResolver.of(absolute, new TreeReader(view, key.tenant())));
        Transaction.Builder transaction = Transaction.builder();
        ObjectWriter objects = new ObjectWriter(key.tenant(), transaction);
        try {
            GitId tree = objects.tree(GitTree.of(new SummaryTreeWriter(objects, handles).write(absolute)));
            write(transaction.build());
            return tree.toHex();
        } catch (SummaryTreeWriter.UnresolvedException unresolved) {
            throw new DriverException(new DriverError.NotFound(String.valueOf(unresolved.getMessage())), unresolved);
        }
    }

    private void write(Transaction transaction) {
        try {
            driver.store().write(transaction).join();
        } catch (CompletionException failed) {
            Throwable cause = failed.getCause();
            if (cause instanceof StoreException refused) {
                throw new DriverException(
                        new DriverError.Unavailable(String.valueOf(refused.getMessage()), 503, Optional.empty()),
                        refused);
            }
            throw failed;
        }
    }

    private static DriverException notFound(String what) {
        return new DriverException(new DriverError.NotFound(what));
    }
}
