package dev.sluice.collector.simulation;

import static dev.sluice.collector.simulation.Timeline.DAY;
import static dev.sluice.collector.simulation.Timeline.MINUTE;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Orders ops, stamps them, and takes summaries that build on the last one it took. */
final class Service {
    private final Timeline timeline;
    private final SplittableRandom random;
    private final Audit audit;
    private final List<Message> log = new ArrayList<>();
    private final List<Summary> taken = new ArrayList<>();
    private final List<Long> takenAt = new ArrayList<>();
    private boolean isCalm;

    /** Makes one with the summary that made the document. */
    Service(Timeline timeline, SplittableRandom random, Audit audit, Summary first) {
        this.timeline = timeline;
        this.random = random;
        this.audit = audit;
        taken.add(first);
        takenAt.add(0L);
    }

    /** Refuses no summary any more that it need not. */
    void calm() {
        isCalm = true;
    }

    /** Takes an op that is on its way: it is sequenced after a delay, whatever becomes of its sender. */
    void send(int sender, Edit edit, long flightMs) {
        timeline.after(flightMs, () -> sequence(sender, edit));
    }

    void sequence(int sender, Edit edit) {
        Message message = new Message(log.size() + 1L, timeline.nowMs(), sender, edit);
        audit.sequenced(message);
        log.add(message);
        if (edit instanceof Edit.Propose proposal) {
            boolean isLate = random.nextInt(4) == 0;
            timeline.after(random.nextLong(isLate ? 2 * DAY : 10 * MINUTE), () -> answer(proposal.summary()));
        }
    }

    private void answer(Summary proposed) {
        boolean isRefused = !isCalm && random.nextInt(8) == 0;
        if (isRefused || !latest().equals(proposed.parent())) {
            sequence(0, new Edit.Tick());
            return;
        }
        audit.acknowledged(proposed);
        sequence(0, new Edit.Acknowledge(proposed));
        taken.add(proposed);
        takenAt.add((long) log.size());
    }

    Summary latest() {
        return taken.get(taken.size() - 1);
    }

    /** Returns the summary that a load got when a message was the last one. */
    Summary latestAt(long sequenceNumber) {
        int index = taken.size() - 1;
        while (takenAt.get(index) > sequenceNumber) {
            index--;
        }
        return taken.get(index);
    }

    /** Returns the number of the last message at a time. */
    long headAt(long timeMs) {
        int count = log.size();
        while (count > 0 && log.get(count - 1).timestampMs() > timeMs) {
            count--;
        }
        return count;
    }

    long head() {
        return log.size();
    }

    Message message(long sequenceNumber) {
        return log.get((int) sequenceNumber - 1);
    }
}
