package dev.sluice.agent;

import java.time.Duration;

/**
 * When summaries are written (runtime-formats §7.8). Immutable.
 *
 * @param maxTime an op that comes so long after the last summary leads to one
 * @param maxOps so many weighted ops lead to one
 * @param minIdle how long nothing may happen after {@code maxOps}
 * @param maxIdle how long nothing may happen after next to no op
 * @param runtimeOpWeight what an op of the application counts
 * @param otherOpWeight what any other op counts, such as a join
 * @param otherOpsThreshold so many ops since the last summary lead to one though none is the application's
 * @param lastSummaryOps so many weighted ops are worth a summary when the summarizer ends
 * @param initialDelay how long a client waits after its election
 * @since 0.1
 */
public record SummaryPolicy(
        Duration maxTime,
        double maxOps,
        Duration minIdle,
        Duration maxIdle,
        double runtimeOpWeight,
        double otherOpWeight,
        int otherOpsThreshold,
        double lastSummaryOps,
        Duration initialDelay) {
    /** What TypeScript clients do. */
    public static final SummaryPolicy DEFAULT = new SummaryPolicy(
            Duration.ofSeconds(60), 100, Duration.ZERO, Duration.ofSeconds(30), 1, 0.1, 20, 10, Duration.ofSeconds(5));

    /** Only when somebody asks. */
    public static final SummaryPolicy ON_DEMAND = new SummaryPolicy(
            Duration.ofDays(3650),
            Double.MAX_VALUE,
            Duration.ofDays(3650),
            Duration.ofDays(3650),
            1,
            0.1,
            Integer.MAX_VALUE,
            Double.MAX_VALUE,
            Duration.ZERO);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a time or number is negative, or the idle times are in the wrong order
     */
    public SummaryPolicy {
        boolean areTimes = !maxTime.isNegative() && !minIdle.isNegative() && !initialDelay.isNegative();
        boolean areNumbers = maxOps > 0 && runtimeOpWeight >= 0 && otherOpWeight >= 0 && lastSummaryOps >= 0;
        if (!areTimes || !areNumbers || minIdle.compareTo(maxIdle) > 0) {
            throw new IllegalArgumentException("found times of " + maxTime + ", " + minIdle + " to " + maxIdle + ", "
                    + initialDelay + " and " + maxOps + " ops; expected none negative, and minIdle up to maxIdle");
        }
    }

    /** Returns this policy with another number of ops. */
    public SummaryPolicy withMaxOps(double ops) {
        return new SummaryPolicy(
                maxTime,
                ops,
                minIdle,
                maxIdle,
                runtimeOpWeight,
                otherOpWeight,
                otherOpsThreshold,
                lastSummaryOps,
                initialDelay);
    }

    /** Returns this policy with other times of inactivity. */
    public SummaryPolicy withIdle(Duration min, Duration max) {
        return new SummaryPolicy(
                maxTime,
                maxOps,
                min,
                max,
                runtimeOpWeight,
                otherOpWeight,
                otherOpsThreshold,
                lastSummaryOps,
                initialDelay);
    }

    /** Returns this policy with another delay after the election. */
    public SummaryPolicy withInitialDelay(Duration delay) {
        return new SummaryPolicy(
                maxTime,
                maxOps,
                minIdle,
                maxIdle,
                runtimeOpWeight,
                otherOpWeight,
                otherOpsThreshold,
                lastSummaryOps,
                delay);
    }
}
