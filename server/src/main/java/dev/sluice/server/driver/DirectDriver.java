package dev.sluice.server.driver;

import dev.sluice.driver.DocumentService;
import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.DriverException;
import dev.sluice.driver.NewDocument;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.server.ordering.Documents;
import dev.sluice.server.storage.Store;
import dev.sluice.server.summary.TreeLimits;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The way to the documents of the server itself. Safe for use by many threads.
 *
 * @param store where versions and ops are
 * @param documents where ops are ordered
 * @param limits how large a document may be to be opened in this way
 * @param clock the server's
 * @param clientIds makes ids that are unique for ever
 */
public record DirectDriver(
        Store store, Documents documents, Limits limits, InstantSource clock, Supplier<String> clientIds)
        implements DocumentServiceFactory {
    /** The status of the error with which documents over the limit are refused. */
    public static final int TOO_LARGE = 413;

    private static final int NOT_ALLOWED = 405;

    /**
     * What is opened at most, since it is held in the server's memory. Immutable.
     *
     * @param trees how large the tree of a version may be
     * @param documentMaxBytes what the blobs of a version hold together at most, attachments not counted
     */
    public record Limits(TreeLimits trees, long documentMaxBytes) {}

    @Override
    public DocumentService open(DocumentKey document) {
        return new DirectService(this, document);
    }

    /** Refuses: clients create documents over REST. */
    @Override
    public DocumentService create(TenantId tenant, NewDocument document) {
        throw new DriverException(new DriverError.Refused(
                "documents are created over REST, and not from inside the server", NOT_ALLOWED, Optional.empty()));
    }
}
