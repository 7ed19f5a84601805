package dev.sluice.server.storage;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A consistent snapshot of a {@link Store}; valid only inside the call that received it, on that call's thread.
 */
public interface StoreView {
    /** Returns the row of a document, also of one that is deleted but not yet erased. */
    Optional<DocumentRow> document(DocumentKey key);

    /** Hands every document row to {@code consumer}, ordered by the UTF-8 bytes of tenant and document id. */
    void documents(Consumer<? super DocumentRow> consumer);

    /** Returns what a ref of the tenant points to. */
    Optional<GitId> ref(TenantId tenant, RefName name);

    /** Hands every ref of the tenant to {@code visitor}, ordered by the UTF-8 bytes of its name. */
    void refs(TenantId tenant, RefVisitor visitor);

    /** Returns an object of the tenant. */
    Optional<StoredObject> object(TenantId tenant, GitId id);

    /** Tells whether the tenant has the object; cheaper than {@link #object}. */
    boolean contains(TenantId tenant, GitId id);

    /** Hands the ids of all objects of the tenant to {@code consumer}, in order of id. */
    void objects(TenantId tenant, Consumer<? super GitId> consumer);

    /** Returns the last checkpoint of a document's state, in an array of the caller's own. */
    Optional<byte[]> checkpoint(DocumentKey key);

    /** Returns the sequence number of the newest stored op, or the document's base if it has none, or -1 if unknown. */
    long lastSequenceNumber(DocumentKey key);

    /**
     * Visits the ops of a document in ascending order, both bounds exclusive (SVC §1.8), until the visitor has enough.
     *
     * <p>Nothing is visited for an unknown document or an empty range.
     */
    void ops(DocumentKey key, long fromExclusive, long toExclusive, OpVisitor visitor);

    /** Receives stored ops. */
    @FunctionalInterface
    interface OpVisitor {
        /**
         * Takes one op.
         *
         * @param json the op's UTF-8 JSON, from its position to its limit; read-only, valid only during the call
         * @return {@code false} to end the visit
         */
        boolean visit(long sequenceNumber, ByteBuffer json);
    }

    /** Receives refs. */
    @FunctionalInterface
    interface RefVisitor {
        /** Takes one ref. */
        void visit(RefName name, GitId target);
    }
}
