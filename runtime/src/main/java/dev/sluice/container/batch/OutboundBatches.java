package dev.sluice.container.batch;

import dev.sluice.container.batch.OutboundRules.Compression;
import dev.sluice.container.batch.OutboundRules.Grouping;
import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.JsonWriter;
import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns local batches into messages to submit (runtime-formats §6).
 *
 * <p>Several messages are grouped, then a large op is compressed, then what is still large is cut into chunks; the first and
 * the second if the document schema allows it. Otherwise the plainest form is taken, which every client reads.
 *
 * <p>Immutable; may be used by many threads.
 *
 * @since 0.1
 */
public final class OutboundBatches {
    private static final String BATCH_ID = "batchId";

    private final OutboundRules rules;

    /** Makes one for a document; when its schema changes, another one is needed. */
    public OutboundBatches(OutboundRules rules) {
        this.rules = rules;
    }

    /** What became of a batch. */
    public sealed interface Encoded permits Submissions, TooLarge {}

    /**
     * What to submit, in this order; client sequence numbers follow each other.
     *
     * @param each the messages of one submission, which the service keeps together; chunks are submitted one by one, for
     *     together they are larger than services accept
     */
    public record Submissions(List<List<DocumentMessage>> each) implements Encoded {
        /** Makes submissions of a copy of the lists. */
        public Submissions {
            each = each.stream().map(List::copyOf).toList();
        }
    }

    /**
     * The batch cannot be sent: it is over a limit that cannot be kept by cutting it into chunks.
     *
     * @param found its size, or the number of its messages or chunks
     * @param limit what it may be at most
     */
    public record TooLarge(long found, long limit) implements Encoded {}

    /** An op before it is a message. */
    private record Op(
            String contents,
            String originalType,
            @Nullable JsonObject metadata,
            @Nullable String compression) {}

    /**
     * Encodes a batch.
     *
     * @param batch at least one message
     * @param referenceSequenceNumber the last op processed when the first message of the batch was made
     * @param firstClientSequenceNumber that the connection has free
     * @param batchId the id under which the batch was sent before, or {@code null}
     */
    public Encoded encode(
            List<LocalMessage> batch,
            long referenceSequenceNumber,
            long firstClientSequenceNumber,
            @Nullable String batchId) {
        if (batch.isEmpty()) {
            throw new IllegalArgumentException("an empty batch; a batch that became empty has encodeEmpty");
        }
        if (batch.size() > rules.limits().maxMessages()) {
            return new TooLarge(batch.size(), rules.limits().maxMessages());
        }
        Numbering numbering = new Numbering(referenceSequenceNumber, firstClientSequenceNumber);
        if (batch.size() == 1) {
            LocalMessage only = batch.get(0);
            JsonObject metadata = withBatchId(only.metadata(), batchId);
            return encode(new Op(only.envelope().toJson(), MessageType.OP, metadata, null), only, numbering);
        }
        return rules.grouping() == Grouping.ALLOWED && batch.stream().allMatch(message -> message.metadata() == null)
                ? encode(group(batch, batchId), null, numbering)
                : ungrouped(batch, batchId, numbering);
    }

    /**
     * Encodes the placeholder of a batch of which nothing was left when it was to be sent again (RT-051).
     *
     * @throws IllegalStateException if the document schema forbids groups
     */
    public DocumentMessage encodeEmpty(long referenceSequenceNumber, long clientSequenceNumber, String batchId) {
        if (rules.grouping() != Grouping.ALLOWED) {
            throw new IllegalStateException("the document schema forbids groups, so there is no empty one");
        }
        return new Numbering(referenceSequenceNumber, clientSequenceNumber).message(group(List.of(), batchId));
    }

    private Encoded encode(Op op, @Nullable LocalMessage single, Numbering numbering) {
        if (MessageSize.wireBytes(op.contents()) < rules.largeOpBytes()) {
            return together(numbering.message(op));
        }
        long bytes = utf8Bytes(op.contents());
        if (bytes > rules.limits().maxContentBytes()) {
            return new TooLarge(bytes, rules.limits().maxContentBytes());
        }
        if (rules.compression() == Compression.NONE) {
            return cut(uncompressed(op, single), numbering);
        }
        Op packed = new Op(PackedContents.pack(op.contents()), "component", op.metadata(), PackedContents.LZ4);
        return packed.contents().length() > rules.chunkBytes()
                ? cut(packed, numbering)
                : together(numbering.message(packed));
    }

    /** Alone and uncompressed, a message in chunks has its type beside its contents, unless it may be a group of one. */
    private Op uncompressed(Op op, @Nullable LocalMessage single) {
        if (single == null) {
            return op;
        }
        JsonObject metadata = op.metadata();
        boolean onlyBatchId = metadata == null || metadata.members().keySet().equals(Set.of(BATCH_ID));
        if (rules.grouping() == Grouping.ALLOWED && onlyBatchId) {
            String batchId = metadata == null ? null : metadata.string(BATCH_ID).orElse(null);
            return group(List.of(single), batchId);
        }
        JsonValue contents = single.contents();
        return contents == null ? op : new Op(contents.toJson(), single.type().wireName(), metadata, null);
    }

    private static Encoded together(DocumentMessage message) {
        return new Submissions(List.of(List.of(message)));
    }

    private static long utf8Bytes(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            bytes += MessageSize.utf8Bytes(text.charAt(i));
        }
        return bytes;
    }

    private Encoded cut(Op op, Numbering numbering) {
        if (op.contents().length() > rules.limits().maxChunkedChars()) {
            return new TooLarge(op.contents().length(), rules.limits().maxChunkedChars());
        }
        List<String> parts = parts(op.contents());
        if (parts.size() > rules.limits().maxChunks()) {
            return new TooLarge(parts.size(), rules.limits().maxChunks());
        }
        List<DocumentMessage> messages = new ArrayList<>();
        for (String part : parts) {
            JsonObject.Builder chunk = JsonObject.builder()
                    .put("chunkId", messages.size() + 1)
                    .put("contents", part)
                    .put("totalChunks", parts.size());
            if (messages.size() + 1 == parts.size()) {
                if (op.metadata() != null) {
                    chunk.put("originalMetadata", op.metadata());
                }
                if (op.compression() != null) {
                    chunk.put("originalCompression", op.compression());
                }
                chunk.put("originalType", op.originalType());
            }
            JsonObject contents = JsonObject.builder()
                    .put("type", WireOp.CHUNKED)
                    .put("contents", chunk.build())
                    .build();
            messages.add(numbering.message(new Op(contents.toJson(), MessageType.OP, null, null)));
        }
        return new Submissions(messages.stream().map(List::of).toList());
    }

    /** A surrogate pair stays in one part: its halves alone would not survive every encoder on the way. */
    private List<String> parts(String contents) {
        List<String> parts = new ArrayList<>();
        for (int from = 0; from < contents.length(); ) {
            int to = endOfPart(contents, from);
            if (to < contents.length() && Character.isHighSurrogate(contents.charAt(to - 1))) {
                to--;
            }
            parts.add(contents.substring(from, to));
            from = to;
        }
        return parts;
    }

    /** A chunk is a string inside a string: what is escaped in it takes four bytes. */
    private int endOfPart(String contents, int from) {
        int bytes = 0;
        int to = from;
        while (to < contents.length()) {
            char c = contents.charAt(to);
            bytes += MessageSize.isEscaped(c) ? 4 : MessageSize.utf8Bytes(c);
            if (bytes > rules.chunkBytes()) {
                break;
            }
            to++;
        }
        return to;
    }

    private static Op group(List<LocalMessage> batch, @Nullable String batchId) {
        JsonObject group = JsonObject.builder()
                .put("type", WireOp.GROUPED)
                .put(
                        "contents",
                        JsonValue.of(batch.stream()
                                .map(message -> JsonObject.of("contents", message.envelope()))
                                .toList()))
                .build();
        return new Op(group.toJson(), "component", withBatchId(null, batchId), null);
    }

    private Encoded ungrouped(List<LocalMessage> batch, @Nullable String batchId, Numbering numbering) {
        List<DocumentMessage> messages = new ArrayList<>();
        long bytes = 0;
        for (LocalMessage message : batch) {
            JsonObject metadata = message.metadata();
            if (messages.isEmpty()) {
                metadata = withBatchId(with(metadata, "batch", JsonValue.of(true)), batchId);
            } else if (messages.size() == batch.size() - 1) {
                metadata = with(metadata, "batch", JsonValue.of(false));
            }
            DocumentMessage sent =
                    numbering.message(new Op(message.envelope().toJson(), MessageType.OP, metadata, null));
            bytes += size(sent);
            messages.add(sent);
        }
        return bytes > rules.maxBatchBytes()
                ? new TooLarge(bytes, rules.maxBatchBytes())
                : new Submissions(List.of(messages));
    }

    private static int size(DocumentMessage message) {
        JsonWriter out = new JsonWriter(256);
        message.write(out);
        return out.size();
    }

    private static @Nullable JsonObject withBatchId(@Nullable JsonObject metadata, @Nullable String batchId) {
        return batchId == null ? metadata : with(metadata, BATCH_ID, JsonValue.of(batchId));
    }

    private static JsonObject with(@Nullable JsonObject metadata, String name, JsonValue value) {
        JsonObject.Builder extended = JsonObject.builder();
        if (metadata != null) {
            metadata.members().forEach(extended::put);
        }
        return extended.put(name, value).build();
    }

    /** Numbers a batch's messages. */
    private static final class Numbering {
        private final long referenceSequenceNumber;
        private long nextClientSequenceNumber;

        Numbering(long referenceSequenceNumber, long firstClientSequenceNumber) {
            this.referenceSequenceNumber = referenceSequenceNumber;
            this.nextClientSequenceNumber = firstClientSequenceNumber;
        }

        DocumentMessage message(Op op) {
            return new DocumentMessage(
                    MessageType.OP,
                    nextClientSequenceNumber++,
                    referenceSequenceNumber,
                    RawJson.of(JsonValue.of(op.contents()).toJson()),
                    op.metadata() == null ? null : RawJson.of(op.metadata().toJson()),
                    op.compression() == null ? null : RawJson.ofString(op.compression()),
                    false);
        }
    }
}
