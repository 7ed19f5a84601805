package dev.sluice.inspect;

import dev.sluice.container.batch.InboundBatches;
import dev.sluice.container.batch.RuntimeBatch;
import dev.sluice.container.batch.RuntimeMessage;
import dev.sluice.container.batch.RuntimeType;
import dev.sluice.container.snapshot.StoredTree;
import dev.sluice.driver.Snapshot;
import dev.sluice.gc.op.GcOp;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The ops of collection in a log, out of whatever batches they travelled in; nothing of them is applied. Confined to one thread.
 */
final class GcLog {
    private final InboundBatches batches;
    private final Users users;
    private final BiConsumer<OpOrigin, GcOp> sink;

    /**
     * Begins behind a version.
     *
     * @param sink takes each op of collection
     */
    GcLog(StoredDocument stored, Snapshot start, BiConsumer<OpOrigin, GcOp> sink) {
        JsonArray chunks =
                StoredTree.of(start).json(".chunks").flatMap(JsonValue::asArray).orElse(JsonArray.EMPTY);
        this.batches = new InboundBatches(stored.limits(), chunks);
        this.users = new Users(start.protocol());
        this.sink = sink;
    }

    /** Takes the next op of the document, whatever it is. */
    void take(SequencedMessage op) {
        users.observe(op);
        Optional<RuntimeBatch> batch = batches.accept(op);
        batch.ifPresent(complete -> complete.messages().forEach(this::look));
    }

    private void look(RuntimeMessage message) {
        if (message.type() == RuntimeType.GC && message.contents() instanceof JsonObject contents) {
            OpOrigin origin = new OpOrigin(
                    message.sequenceNumber(),
                    Optional.of(message.clientId()),
                    users.find(message.clientId()),
                    message.timestampMs());
            sink.accept(origin, GcOp.parse(contents));
        }
    }

    /** Returns the users of all clients that were met. */
    Users users() {
        return users;
    }
}
