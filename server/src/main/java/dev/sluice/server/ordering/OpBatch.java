package dev.sluice.server.ordering;

import dev.sluice.protocol.DocumentKey;
import java.util.List;

/** Durable ops of one document, in order, for all its subscribers. Confined to its document's thread. */
public final class OpBatch extends Encoded<OpBatch> {
    private final DocumentKey document;
    private final List<StoredOp> ops;

    /**
     * An op.
     *
     * @param json its stored form, see {@link dev.sluice.protocol.SequencedMessage#toBytes}; not to be changed
     * @param isSystem whether the service made it
     */
    public record StoredOp(byte[] json, boolean isSystem) {}

    OpBatch(DocumentKey document, List<StoredOp> ops) {
        this.document = document;
        this.ops = List.copyOf(ops);
    }

    /** Returns whose ops these are. */
    public DocumentKey document() {
        return document;
    }

    /** Returns the ops in order; never empty. */
    public List<StoredOp> ops() {
        return ops;
    }

    @Override
    OpBatch self() {
        return this;
    }
}
