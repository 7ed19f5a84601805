package dev.sluice.container.batch;

import dev.sluice.protocol.SequencedMessage;
import org.jspecify.annotations.Nullable;

/**
 * A sequenced op breaks a rule of batches. This is fatal for the document: clients that went on would differ from those that
 * could read the op.
 *
 * @since 0.1
 */
public final class BatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Rule rule;
    private final long sequenceNumber;

    BatchException(Rule rule, SequencedMessage op, String found) {
        this(rule, op, found, null);
    }

    BatchException(Rule rule, SequencedMessage op, String found, @Nullable Throwable cause) {
        super(
                "op " + op.sequenceNumber() + " of client " + op.clientId() + " breaks " + rule.code() + ": " + found,
                cause);
        this.rule = rule;
        this.sequenceNumber = op.sequenceNumber();
    }

    /** Returns what the op did not keep to. */
    public Rule rule() {
        return rule;
    }

    /** Returns the op's sequence number. */
    public long sequenceNumber() {
        return sequenceNumber;
    }

    /** What an op has to keep to; each has a stable code. */
    public enum Rule {
        /** Contents are JSON of the form that their type asks for. */
        CONTENTS_FORM("contents-form"),
        /** Contents nest no deeper than the limit. */
        NESTING_LIMIT("json-nesting-limit"),
        /** A runtime op has a sender. */
        SENDER("sender"),
        /** The type is known, or its sender allowed to ignore it (RT-029). */
        KNOWN_TYPE("known-type"),
        /** Nothing of others comes between the ops of a batch (RT-049). */
        NOT_INTERRUPTED("batch-not-interrupted"),
        /** A batch begins once and ends once. */
        BATCH_MARKS("batch-marks"),
        /** A batch has no more messages than the limit. */
        MESSAGE_LIMIT("batch-message-limit"),
        /** Chunks of a client come as 1, 2, … (RT-063). */
        CHUNK_ORDER("chunk-order"),
        /** A chunk says which of how many it is. */
        CHUNK_FORM("chunk-form"),
        /** An op has no more chunks, and they no more text, than the limits. */
        CHUNK_LIMIT("chunk-limit"),
        /** Compression is {@code lz4}. */
        KNOWN_COMPRESSION("known-compression"),
        /** Compressed contents are an LZ4 frame in base64, of a JSON array. */
        PACKED_FORM("packed-form"),
        /** Compressed contents are no larger than the limit. */
        PACKED_SIZE_LIMIT("packed-size-limit"),
        /** Compressed contents are no more than so many times as large as their frame. */
        PACKED_RATIO_LIMIT("packed-ratio-limit"),
        /** A compressed batch has as many contents as it has ops, and these have none of their own. */
        PACKED_COUNT("packed-count");

        private final String code;

        Rule(String code) {
            this.code = code;
        }

        /** Returns the stable code. */
        public String code() {
            return code;
        }
    }
}
