package dev.sluice.server.ordering;

import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.Nack;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Drives a sequencer with small verbs, under a clock of its own, and remembers everything it said. */
final class SequencerDriver implements SequencerEffects {
    final List<SequencedMessage> ops = new ArrayList<>();
    final List<Nack> nacks = new ArrayList<>();
    final List<String> nackedClients = new ArrayList<>();
    final List<String> laggedClients = new ArrayList<>();
    final Sequencer sequencer;
    long nowMs = 1_000_000;
    boolean quorumHasRoom = true;
    private final Map<String, Long> counts = new HashMap<>();

    SequencerDriver() {
        this(SequencerOptions.DEFAULT);
    }

    SequencerDriver(SequencerOptions options) {
        sequencer = new Sequencer(options, 0, 0, 0, nowMs);
    }

    @Override
    public boolean hasRoomFor(DocumentMessage proposal) {
        return quorumHasRoom;
    }

    @Override
    public void sequenced(SequencedMessage op) {
        ops.add(op);
    }

    @Override
    public void lagged(String clientId) {
        laggedClients.add(clientId);
    }

    @Override
    public void nacked(String clientId, Nack nack) {
        nackedClients.add(clientId);
        nacks.add(nack);
    }

    SequencerDriver join(String clientId) {
        return join(clientId, false);
    }

    SequencerDriver joinSummarizer(String clientId) {
        return join(clientId, true);
    }

    SequencerDriver leave(String clientId) {
        sequencer.leave(clientId, nowMs, this);
        return this;
    }

    /** Submits an op with the client's next number. */
    SequencerDriver op(String clientId, long reference) {
        return message(clientId, DocumentMessage.of("op", nextCount(clientId), reference, RawJson.ofString("{}")));
    }

    SequencerDriver typed(String clientId, String type, long reference) {
        return message(clientId, DocumentMessage.of(type, nextCount(clientId), reference, RawJson.ofString("{}")));
    }

    SequencerDriver noopHeld(String clientId, long reference) {
        return message(clientId, DocumentMessage.of("noop", nextCount(clientId), reference, RawJson.NULL));
    }

    SequencerDriver noopAbsent(String clientId, long reference) {
        return message(clientId, DocumentMessage.of("noop", nextCount(clientId), reference, null));
    }

    SequencerDriver noopEmpty(String clientId, long reference) {
        return message(clientId, DocumentMessage.of("noop", nextCount(clientId), reference, RawJson.ofString("")));
    }

    SequencerDriver numbered(String clientId, String type, long count, long reference) {
        return message(clientId, DocumentMessage.of(type, count, reference, RawJson.ofString("{}")));
    }

    SequencerDriver message(String clientId, DocumentMessage message) {
        int before = nacks.size();
        sequencer.submit(clientId, message, nowMs, this);
        if (nacks.size() == before && message.clientSequenceNumber() == counts.getOrDefault(clientId, 0L) + 1) {
            counts.put(clientId, message.clientSequenceNumber());
        }
        return this;
    }

    /** Lets time pass, and the sequencer do what becomes due on the way. */
    SequencerDriver pass(long ms) {
        long end = nowMs + ms;
        while (sequencer.nextDeadlineMs().isPresent()
                && sequencer.nextDeadlineMs().getAsLong() <= end) {
            nowMs = Math.max(nowMs, sequencer.nextDeadlineMs().getAsLong());
            sequencer.tick(nowMs, this);
        }
        nowMs = end;
        return this;
    }

    SequencedMessage last() {
        return ops.get(ops.size() - 1);
    }

    List<String> types() {
        return ops.stream().map(SequencedMessage::type).toList();
    }

    private SequencerDriver join(String clientId, boolean maySummarize) {
        counts.put(clientId, 0L);
        sequencer.join(new JoinedClient(clientId, RawJson.of("{\"mode\":\"write\"}"), maySummarize), nowMs, this);
        return this;
    }

    private long nextCount(String clientId) {
        return counts.getOrDefault(clientId, 0L) + 1;
    }
}
