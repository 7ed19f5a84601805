package dev.sluice.server.ordering;

import dev.sluice.protocol.Nack;
import dev.sluice.protocol.SequencedMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A connection that remembers what it was told. */
final class RecordingSubscriber implements Subscriber {
    final List<SequencedMessage> ops = new ArrayList<>();
    final List<String> signals = new ArrayList<>();
    final List<Nack> nacks = new ArrayList<>();
    final List<String> closed = new ArrayList<>();

    @Override
    public void ops(OpBatch batch) {
        batch.ops().forEach(op -> ops.add(SequencedMessage.parse(op.json())));
    }

    @Override
    public void signal(SignalMessage signal) {
        signals.add(new String(signal.json(), StandardCharsets.UTF_8));
    }

    @Override
    public void nacked(Nack nack) {
        nacks.add(nack);
    }

    @Override
    public void closed(String reason) {
        closed.add(reason);
    }

    List<String> types() {
        return ops.stream().map(SequencedMessage::type).toList();
    }

    SequencedMessage last() {
        return ops.get(ops.size() - 1);
    }
}
