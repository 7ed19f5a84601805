package dev.sluice.container.batch;

import dev.sluice.container.batch.BatchException.Rule;
import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonBoolean;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonReader;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns the sequenced ops of a document into batches of runtime messages (runtime-formats §6).
 *
 * <p>Ops are unwrapped in the opposite order of how they were wrapped: chunks are put together per client, the whole is
 * decompressed, a group is taken apart. An ungrouped batch is held back until its last op, so whoever applies batches cannot show
 * a part of one (RT-049).
 *
 * <p>Between two calls either no batch is open, or ops of one client form an incomplete one; only that client's ops may follow.
 * Chunks of other clients may be waiting at any time.
 *
 * <p>After an exception the object is of no further use. Confined to its document's thread.
 *
 * @since 0.1
 */
public final class InboundBatches {
    private final BatchLimits limits;
    private final JsonReader reader;
    private final ChunkedOps chunks;
    private @Nullable OpenBatch open;

    /** Begins with an empty document. */
    public InboundBatches(BatchLimits limits) {
        this(limits, JsonArray.EMPTY);
    }

    /**
     * Begins behind a summary.
     *
     * @param chunks the content of its blob {@code .chunks}
     * @throws JsonException if that is of another form
     */
    public InboundBatches(BatchLimits limits, JsonArray chunks) {
        this.limits = limits;
        this.reader = new JsonReader(limits.maxNesting());
        this.chunks = new ChunkedOps(limits, chunks);
    }

    /** An ungrouped batch whose last op is still to come. */
    private static final class OpenBatch {
        private final WireOp first;
        private final List<RuntimeMessage> messages = new ArrayList<>();
        // What a compressed batch's ops contain; the first op holds it for all.
        private @Nullable JsonArray unpacked;

        OpenBatch(WireOp first) {
            this.first = first;
        }
    }

    /**
     * Takes the next message of the document's order, whatever its type.
     *
     * @return the batch that it completes; empty for a message of the protocol, a chunk that is not the last one and an op inside
     *     an ungrouped batch
     * @throws BatchException if it breaks a rule
     */
    public Optional<RuntimeBatch> accept(SequencedMessage message) {
        checkNotInterrupted(message);
        if (!WireOp.isRuntime(message)) {
            if (message.type().equals(MessageType.LEAVE)) {
                leavingClient(message).ifPresent(chunks::drop);
            }
            return Optional.empty();
        }
        WireOp op = WireOp.read(message, reader);
        Optional<JsonValue> chunk = op.wrapped(WireOp.CHUNKED);
        return chunk.isPresent() ? chunks.add(op, chunk.get()).flatMap(this::acceptWhole) : acceptWhole(op);
    }

    /** Tells whether an ungrouped batch waits for its last op: no summary and no pause may come here. */
    public boolean isBatchOpen() {
        return open != null;
    }

    /** Returns what to write into a summary's blob {@code .chunks}; empty if there is nothing to write. */
    public JsonArray partialChunks() {
        return chunks.toJson();
    }

    private void checkNotInterrupted(SequencedMessage message) {
        if (open != null && !(WireOp.isRuntime(message) && open.first.clientId().equals(message.clientId()))) {
            throw new BatchException(
                    Rule.NOT_INTERRUPTED,
                    message,
                    "type " + message.type() + " inside the batch of client " + open.first.clientId()
                            + " that began with op " + open.first.origin().sequenceNumber());
        }
    }

    private Optional<RuntimeBatch> acceptWhole(WireOp op) {
        if (PackedContents.isPacked(op)) {
            return acceptPacked(op);
        }
        if (open != null && open.unpacked != null) {
            return acceptPlain(nextUnpacked(op, open, open.unpacked));
        }
        return acceptPlain(op);
    }

    private Optional<RuntimeBatch> acceptPacked(WireOp op) {
        if (open != null) {
            throw op.error(Rule.BATCH_MARKS, "a compressed op inside a batch");
        }
        JsonArray unpacked = PackedContents.unpack(op, limits);
        if (unpacked.elements().isEmpty() || (op.batchMark() == null && unpacked.size() != 1)) {
            throw op.error(Rule.PACKED_COUNT, unpacked.size() + " contents for one op");
        }
        Optional<RuntimeBatch> complete = acceptPlain(op.unpacked(unpacked.get(0)));
        if (open != null) {
            open.unpacked = unpacked;
        }
        return complete;
    }

    private static WireOp nextUnpacked(WireOp op, OpenBatch batch, JsonArray unpacked) {
        int index = batch.messages.size();
        boolean last = op.batchMark() != null;
        if (op.contents() != null || index >= unpacked.size() || (last && index != unpacked.size() - 1)) {
            throw op.error(
                    Rule.PACKED_COUNT,
                    "op " + (index + 1) + (last ? ", the last," : "")
                            + (op.contents() == null ? "" : " with own contents") + " of a compressed batch with "
                            + unpacked.size() + " contents");
        }
        return op.unpacked(unpacked.get(index));
    }

    private Optional<RuntimeBatch> acceptPlain(WireOp op) {
        Optional<JsonValue> group = op.wrapped(WireOp.GROUPED);
        if (group.isPresent()) {
            return Optional.of(ungroup(op, group.get()));
        }
        RuntimeMessage message = op.toMessage();
        JsonBoolean mark = op.batchMark();
        if (open == null) {
            return begin(op, message, mark);
        }
        return proceed(open, op, message, mark);
    }

    private Optional<RuntimeBatch> begin(WireOp op, RuntimeMessage message, @Nullable JsonBoolean mark) {
        if (mark == null) {
            return Optional.of(batch(op, op, List.of(message)));
        }
        if (!mark.value()) {
            throw op.error(Rule.BATCH_MARKS, "the end of a batch that has not begun");
        }
        open = new OpenBatch(op);
        open.messages.add(message);
        return Optional.empty();
    }

    private Optional<RuntimeBatch> proceed(
            OpenBatch batch, WireOp op, RuntimeMessage message, @Nullable JsonBoolean mark) {
        if (mark != null && mark.value()) {
            throw op.error(
                    Rule.BATCH_MARKS,
                    "the start of a batch inside the one that began with op "
                            + batch.first.origin().sequenceNumber());
        }
        batch.messages.add(message);
        checkLength(op, batch.messages.size());
        if (mark == null) {
            return Optional.empty();
        }
        open = null;
        return Optional.of(batch(batch.first, op, batch.messages));
    }

    private RuntimeBatch ungroup(WireOp op, JsonValue group) {
        if (open != null || op.batchMark() != null) {
            throw op.error(Rule.BATCH_MARKS, "a group inside an ungrouped batch");
        }
        JsonArray elements =
                group.asArray().orElseThrow(() -> op.error(Rule.CONTENTS_FORM, "a group that is no array"));
        checkLength(op, elements.size());
        List<RuntimeMessage> messages = new ArrayList<>(elements.size());
        for (JsonValue element : elements.elements()) {
            JsonObject grouped = element.asObject()
                    .orElseThrow(() -> op.error(Rule.CONTENTS_FORM, "a message of a group that is no object"));
            JsonObject metadata = grouped.object("metadata").orElse(null);
            messages.add(op.messageOf(grouped.get("contents"), metadata, messages.size() + 1L));
        }
        return batch(op, op, messages);
    }

    private void checkLength(WireOp op, int messages) {
        if (messages > limits.maxMessages()) {
            throw op.error(
                    Rule.MESSAGE_LIMIT, messages + " messages in a batch, expected at most " + limits.maxMessages());
        }
    }

    private static RuntimeBatch batch(WireOp first, WireOp last, List<RuntimeMessage> messages) {
        return new RuntimeBatch(
                first.clientId(),
                first.origin().clientSequenceNumber(),
                first.batchId(),
                first.origin().sequenceNumber(),
                last.origin().sequenceNumber(),
                first.origin().minimumSequenceNumber(),
                messages);
    }

    /** The id of the client is a JSON string in {@code data}, or in {@code contents} of older services. */
    private static Optional<String> leavingClient(SequencedMessage leave) {
        String data = leave.data();
        RawJson contents = leave.contents();
        try {
            if (data != null) {
                return JsonValue.parse(data).asString();
            }
            return contents != null && contents.isString()
                    ? JsonValue.parse(contents.stringValue()).asString()
                    : Optional.empty();
        } catch (JsonException | IllegalStateException malformed) {
            throw new BatchException(Rule.CONTENTS_FORM, leave, "a leave that names no client", malformed);
        }
    }
}
