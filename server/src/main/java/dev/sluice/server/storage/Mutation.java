package dev.sluice.server.storage;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One change of a {@link Transaction}. Immutable, but for the arrays inside, which nobody may change after handing them over.
 */
public sealed interface Mutation {
    /**
     * Adds a document. Fails with {@link DocumentExistsException} if the name is taken, also by a deleted document.
     *
     * @param row the row of a live document
     */
    record CreateDocument(DocumentRow row) implements Mutation {
        /** Creates the mutation. */
        public CreateDocument {
            if (row.isDeleted()) {
                throw new IllegalArgumentException("document " + row.key() + " cannot be created as a deleted one");
            }
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.createDocument(this);
        }
    }

    /**
     * Marks a document as deleted, or moves the time of one that is; its data stays, and may still be added to, until it is
     * erased. Fails with {@link PreconditionFailedException} if the document is unknown.
     */
    record DeleteDocument(DocumentKey key, Instant eraseAfter) implements Mutation {
        @Override
        public void accept(Visitor visitor) {
            visitor.deleteDocument(this);
        }
    }

    /**
     * Makes a deleted document live again. Fails with {@link PreconditionFailedException} if the document is unknown, as an
     * erased one is, or live.
     */
    record UndeleteDocument(DocumentKey key) implements Mutation {
        @Override
        public void accept(Visitor visitor) {
            visitor.undeleteDocument(this);
        }
    }

    /**
     * Erases row, head ref, ops and checkpoint of a document that was deleted; its name may then be taken again, for a
     * document with a log of its own. Its Git objects stay, since others may share them. Fails with {@link PreconditionFailedException} if the document is unknown or live.
     */
    record EraseDocument(DocumentKey key) implements Mutation {
        @Override
        public void accept(Visitor visitor) {
            visitor.eraseDocument(this);
        }
    }

    /**
     * Appends ops to a document's log. Fails with {@link SequenceConflictException} unless the first follows the newest
     * stored one (I2, I8), and with {@link PreconditionFailedException} if the document is unknown.
     *
     * @param ops each one op's UTF-8 JSON, in sequence order; not empty
     */
    record AppendOps(DocumentKey key, long firstSequenceNumber, List<byte[]> ops) implements Mutation {
        /** Creates the mutation. */
        public AppendOps {
            ops = List.copyOf(ops);
            if (ops.isEmpty()) {
                throw new IllegalArgumentException("no ops to append to " + key);
            }
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.appendOps(this);
        }
    }

    /**
     * Keeps a checkpoint of a document's state in place of the one before. Fails with {@link PreconditionFailedException} if
     * the document is unknown.
     */
    record PutCheckpoint(DocumentKey key, byte[] state) implements Mutation {
        @Override
        public void accept(Visitor visitor) {
            visitor.putCheckpoint(this);
        }
    }

    /**
     * Stores an object that fits in memory; storing it again changes nothing.
     *
     * @param id must be the id of {@code body}; the caller computed it, the store does not again
     */
    record PutObject(TenantId tenant, GitId id, GitObjectType type, byte[] body) implements Mutation {
        @Override
        public void accept(Visitor visitor) {
            visitor.putObject(this);
        }
    }

    /**
     * Stores the content of a sealed spool as a blob; content that the tenant has already changes nothing.
     *
     * <p>The store owns the spool from the moment the transaction is submitted: whatever becomes of the transaction, the
     * spool cannot be adopted again.
     *
     * @param spool a sealed spool of the same store
     */
    record AdoptSpool(TenantId tenant, BlobSpool spool) implements Mutation {
        @Override
        public void accept(Visitor visitor) {
            visitor.adoptSpool(this);
        }
    }

    /**
     * Points a ref at an object. Fails with {@link PreconditionFailedException} if the ref is not as expected.
     *
     * @param expected what the ref must point to before; empty where anything, or nothing, will do
     */
    record SetRef(TenantId tenant, RefName name, GitId target, Optional<GitId> expected) implements Mutation {
        @Override
        public void accept(Visitor visitor) {
            visitor.setRef(this);
        }
    }

    /** Removes a ref; removing one that is not there changes nothing. */
    record DeleteRef(TenantId tenant, RefName name) implements Mutation {
        @Override
        public void accept(Visitor visitor) {
            visitor.deleteRef(this);
        }
    }

    /** Hands this mutation to the method of {@code visitor} made for its kind. */
    void accept(Visitor visitor);

    /** Has a method for every kind of mutation, so that a new kind is a compile error in every backend. */
    interface Visitor {
        void createDocument(CreateDocument mutation);

        void deleteDocument(DeleteDocument mutation);

        void undeleteDocument(UndeleteDocument mutation);

        void eraseDocument(EraseDocument mutation);

        void appendOps(AppendOps mutation);

        void putCheckpoint(PutCheckpoint mutation);

        void putObject(PutObject mutation);

        void adoptSpool(AdoptSpool mutation);

        void setRef(SetRef mutation);

        void deleteRef(DeleteRef mutation);
    }
}
