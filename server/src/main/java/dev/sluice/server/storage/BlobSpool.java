package dev.sluice.server.storage;

import dev.sluice.protocol.git.GitId;
import java.nio.ByteBuffer;

/**
 * Takes content of unknown size, in bounded memory, until a transaction adopts it.
 *
 * <p>Write, then {@link #seal}, then either name it in a {@link Mutation.AdoptSpool} or {@link #close} it; closing an adopted
 * spool does nothing, so {@code try}-with-resources is always right. Blocking. Confined to one thread at a time.
 */
public interface BlobSpool extends AutoCloseable {
    /**
     * Appends bytes; {@code part} is read to its limit.
     *
     * @throws IllegalStateException if the spool is sealed or closed
     * @throws StoreException if the bytes cannot be kept
     */
    void write(ByteBuffer part);

    /** Returns the number of bytes written so far. */
    long size();

    /**
     * Ends writing, makes the content durable and returns the id that it has as a Git blob.
     *
     * @throws IllegalStateException if the spool is sealed or closed
     * @throws StoreException if the content cannot be made durable
     */
    GitId seal();

    /** Throws away content that no transaction adopted; idempotent. */
    @Override
    void close();
}
