package dev.sluice.server.transport.deltastream;

import dev.sluice.protocol.JsonWriter;
import dev.sluice.protocol.Nack;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.server.ordering.OpBatch;
import dev.sluice.server.ordering.SignalMessage;
import dev.sluice.server.transport.socketio.EventFrame;
import java.util.ArrayList;
import java.util.List;

/** The events a connection receives once it is admitted. Pure; values are shared by all receivers. */
final class Frames {
    /** Batches are split above this: a frame should not hold up a receiver's other frames for long. */
    private static final int FRAME_BYTES = 256 * 1024;

    private Frames() {}

    /** The frames of a batch. */
    record OpFrames(List<EventFrame> frames) {
        static OpFrames of(OpBatch batch) {
            return new OpFrames(encode(batch));
        }
    }

    /** The frame of a signal. */
    record SignalFrame(EventFrame frame) {
        static SignalFrame of(SignalMessage signal) {
            JsonWriter out = new JsonWriter(16 + signal.json().length).ascii("42[\"signal\",");
            return new SignalFrame(
                    EventFrame.of(out.raw(signal.json()).ascii("]").toBytes()));
        }
    }

    static EventFrame nack(String document, Nack nack) {
        JsonWriter out =
                new JsonWriter(512).ascii("42[\"nack\",").string(document).ascii(",[");
        nack.write(out);
        return EventFrame.of(out.ascii("]]").toBytes());
    }

    private static List<EventFrame> encode(OpBatch batch) {
        byte[] start = new JsonWriter(96)
                .ascii("42[\"op\",")
                .string(batch.document().document().value())
                .ascii(",[")
                .toBytes();
        List<EventFrame> frames = new ArrayList<>(1);
        List<OpBatch.StoredOp> ops = batch.ops();
        int next = 0;
        while (next < ops.size()) {
            int end = endOfFrame(ops, next, start.length);
            frames.add(encode(start, ops.subList(next, end)));
            next = end;
        }
        return List.copyOf(frames);
    }

    private static int endOfFrame(List<OpBatch.StoredOp> ops, int from, int startBytes) {
        int bytes = startBytes;
        int end = from;
        do {
            bytes += ops.get(end).json().length + 1;
            end++;
        } while (end < ops.size() && bytes + ops.get(end).json().length <= FRAME_BYTES);
        return end;
    }

    private static EventFrame encode(byte[] start, List<OpBatch.StoredOp> ops) {
        int bytes = start.length + 2;
        for (OpBatch.StoredOp op : ops) {
            bytes += op.json().length + 1;
        }
        JsonWriter out = new JsonWriter(bytes).raw(start);
        String separator = "";
        for (OpBatch.StoredOp op : ops) {
            out.ascii(separator);
            separator = ",";
            if (op.isSystem()) {
                out.raw(op.json());
            } else {
                // Ops of clients are sent without the traces that their stored form ends in.
                out.raw(op.json(), 0, op.json().length - 1 - SequencedMessage.TRACES_BYTES)
                        .ascii("}");
            }
        }
        return EventFrame.of(out.ascii("]]").toBytes());
    }
}
