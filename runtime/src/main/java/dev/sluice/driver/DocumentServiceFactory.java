package dev.sluice.driver;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;

/**
 * A service that keeps documents. Safe for use by many threads.
 *
 * @since 0.1
 */
public interface DocumentServiceFactory extends AutoCloseable {
    /**
     * Returns the way to a document; nothing is asked of the service yet, so the document need not exist.
     *
     * <p>The caller closes it.
     */
    DocumentService open(DocumentKey document);

    /**
     * Creates a document and returns the way to it; the caller closes it.
     *
     * <p>Blocks. Not repeated after a lost answer: the document may exist all the same, under an id nobody knows unless {@code
     * document} names one.
     *
     * @throws DriverException if the service refuses or cannot be reached
     */
    DocumentService create(TenantId tenant, NewDocument document);

    /** Closes what the factory itself holds; documents opened by it must be closed before. */
    @Override
    default void close() {}
}
