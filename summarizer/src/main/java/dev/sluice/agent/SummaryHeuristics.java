package dev.sluice.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Counts what has happened since the last summary, and tells when the next is due (RT-084).
 *
 * <p>Pure state machine over the local clock, which decides nothing but when; confined to one thread.
 *
 * @since 0.1
 */
public final class SummaryHeuristics {
    private final SummaryPolicy policy;
    private Instant lastSummaryAt;
    private long lastSummarySequenceNumber;
    private long lastSequenceNumber;
    private long runtimeOps;
    private long otherOps;
    private long runtimeOpsAttempted;
    private long otherOpsAttempted;
    private Instant attemptedAt;
    private long attemptedSequenceNumber;

    /**
     * Begins with a document that was just opened.
     *
     * @param summarySequenceNumber what its newest summary is as of
     * @param now the local time
     */
    public SummaryHeuristics(SummaryPolicy policy, long summarySequenceNumber, Instant now) {
        this.policy = policy;
        this.lastSummaryAt = now;
        this.lastSummarySequenceNumber = summarySequenceNumber;
        this.lastSequenceNumber = summarySequenceNumber;
        this.attemptedAt = now;
        this.attemptedSequenceNumber = summarySequenceNumber;
    }

    /** What an op is. */
    public enum OpKind {
        /** The application's. */
        RUNTIME,
        /** Any other that a summary could be about. */
        OTHER,
        /** A summary, or the answer to one, which never leads to another. */
        SUMMARY
    }

    /** An op was processed. Returns whether it makes a summary due at once. */
    public Optional<Trigger> op(long sequenceNumber, OpKind kind, Instant now) {
        lastSequenceNumber = sequenceNumber;
        if (kind == OpKind.RUNTIME) {
            runtimeOps++;
        } else {
            otherOps++;
        }
        boolean mayTrigger = kind == OpKind.RUNTIME
                || (kind == OpKind.OTHER
                        && lastSequenceNumber - lastSummarySequenceNumber >= policy.otherOpsThreshold());
        if (!mayTrigger) {
            return Optional.empty();
        }
        if (Duration.between(lastSummaryAt, now).compareTo(policy.maxTime()) > 0) {
            return Optional.of(Trigger.MAX_TIME);
        }
        return weightedOps() > policy.maxOps() ? Optional.of(Trigger.MAX_OPS) : Optional.empty();
    }

    /** Whether a summary would say anything new. */
    public boolean hasNews() {
        return lastSequenceNumber > lastSummarySequenceNumber;
    }

    /** Returns how long after an op that triggers nothing a summary is due if no other op comes. */
    public Duration idleTime() {
        double part = Math.min(1, weightedOps() / policy.maxOps());
        long span = policy.maxIdle().minus(policy.minIdle()).toMillis();
        return policy.maxIdle().minusMillis(Math.round(span * part));
    }

    /** Whether enough has happened for a summary before the end. */
    public boolean isWorthALast() {
        return hasNews() && weightedOps() >= policy.lastSummaryOps();
    }

    /** A summary of everything up to now is being written. */
    public void attempted(long sequenceNumber, Instant now) {
        attemptedAt = now;
        attemptedSequenceNumber = sequenceNumber;
        runtimeOpsAttempted = runtimeOps;
        otherOpsAttempted = otherOps;
    }

    /** That summary was acknowledged: what came since it was written counts for the next. */
    public void succeeded() {
        lastSummaryAt = attemptedAt;
        lastSummarySequenceNumber = attemptedSequenceNumber;
        runtimeOps -= runtimeOpsAttempted;
        otherOps -= otherOpsAttempted;
        runtimeOpsAttempted = 0;
        otherOpsAttempted = 0;
    }

    private double weightedOps() {
        return policy.runtimeOpWeight() * runtimeOps + policy.otherOpWeight() * otherOps;
    }
}
