package dev.sluice.inspect;

import dev.sluice.agent.SummarizerOptions;
import dev.sluice.container.batch.BatchLimits;
import dev.sluice.driver.CatchUp;
import dev.sluice.driver.DocumentService;
import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.DriverException;
import dev.sluice.driver.Snapshot;
import dev.sluice.driver.Version;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.git.GitId;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * What the service keeps of a document: versions and ops. Every call blocks, and throws {@link DriverException} if the service refuses
 * or cannot be reached. Confined to one thread.
 *
 * @since 0.1
 */
public final class StoredDocument implements AutoCloseable {
    /** More than any service lists at once; each has its own limit. */
    private static final int ALL_VERSIONS = 100_000;

    private final DocumentService service;
    private final SummarizerOptions options;

    private StoredDocument(DocumentService service, SummarizerOptions options) {
        this.service = service;
        this.options = options;
    }

    /**
     * Opens the way to a document.
     *
     * @param options how it runs when it is opened, and what is collected
     */
    public static StoredDocument of(DocumentServiceFactory services, DocumentKey key, SummarizerOptions options) {
        return new StoredDocument(services.open(key), options);
    }

    /** Returns the document's name. */
    public DocumentKey key() {
        return service.key();
    }

    /**
     * Returns the versions that are kept, newest first; as many as the service lists.
     *
     * @throws DriverException if there is none, so that there is no such document
     */
    public List<Version> versions() {
        List<Version> versions = service.storage().versions(ALL_VERSIONS);
        if (versions.isEmpty()) {
            throw noVersion();
        }
        return versions;
    }

    private DriverException noVersion() {
        return new DriverException(new DriverError.NotFound("found no version of " + key()));
    }

    /**
     * Returns a version with what is needed to open it.
     *
     * @throws DriverException with {@link DriverError.NotFound} if the document has no such version, whatever the service says then
     */
    public Snapshot snapshot(Version version) {
        try {
            return service.storage().snapshot(version);
        } catch (DriverException failed) {
            // Services refuse versions that are not this document's as if they were secret.
            boolean isKnown = versions().stream().anyMatch(kept -> kept.id().equals(version.id()));
            throw isKnown ? failed : unknown(version, failed);
        }
    }

    private DriverException unknown(Version version, DriverException failed) {
        return new DriverException(
                new DriverError.NotFound("found no version " + version.id() + " of " + key()
                        + "; \"sluice doc show\" lists those that are kept"),
                failed);
    }

    /** Returns the bytes of an attachment, by its id at the service. */
    public byte[] attachment(GitId id) {
        return service.storage().readBlob(id);
    }

    /** Returns the size of an attachment in bytes; reads all of it, for services tell no sizes. */
    long attachmentBytes(GitId id) {
        try {
            return service.storage().copyBlob(id, OutputStream.nullOutputStream());
        } catch (IOException impossible) {
            throw new UncheckedIOException("nowhere takes everything", impossible);
        }
    }

    /** Opens the document as of a version, without the ops after it. */
    public OfflineDocument at(Version version) {
        return OfflineDocument.open(snapshot(version), options);
    }

    /** Returns what is more of an op than a client takes. */
    BatchLimits limits() {
        return options.runtime().limits();
    }

    /** Opens the document as of a snapshot. */
    OfflineDocument open(Snapshot snapshot) {
        return OfflineDocument.open(snapshot, options);
    }

    /** Opens the document as it is now: its newest version, and all ops after it. */
    public OfflineDocument newest() {
        Snapshot snapshot = service.storage().latest().orElseThrow(this::noVersion);
        OfflineDocument document = open(snapshot);
        ops(snapshot.sequenceNumber(), OptionalLong.empty(), document::process);
        return document;
    }

    /**
     * Reads ops in order.
     *
     * @param after the op before the first
     * @param through the last one, which is known to exist; to the newest if empty
     */
    void ops(long after, OptionalLong through, Consumer<SequencedMessage> sink) {
        CatchUp log = new CatchUp(service.deltas(), Runnable::run, 1, Duration.ZERO, pause -> {});
        Consumer<List<SequencedMessage>> pages = page -> page.forEach(sink);
        if (through.isPresent()) {
            log.range(after, through.getAsLong() + 1, pages);
        } else {
            log.toNewest(after, pages);
        }
    }

    @Override
    public void close() {
        service.close();
    }
}
