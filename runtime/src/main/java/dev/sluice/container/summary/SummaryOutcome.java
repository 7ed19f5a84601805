package dev.sluice.container.summary;

import java.time.Duration;
import java.util.Optional;

/**
 * What became of a summary that was submitted (runtime-formats §7.6).
 *
 * @since 0.1
 */
public sealed interface SummaryOutcome {
    /**
     * The service took it: it is the newest version.
     *
     * @param handle names the version
     * @param sequenceNumber what it is as of
     */
    record Acknowledged(String handle, long sequenceNumber) implements SummaryOutcome {}

    /**
     * The service did not take it.
     *
     * @param reason what it said
     * @param retryAfter how long it wants to be left alone
     */
    record Refused(String reason, Optional<Duration> retryAfter) implements SummaryOutcome {}

    /**
     * It did not get so far that anybody answers, or the answer did not come. If the service takes it after all, that shows as
     * somebody else's summary.
     *
     * @param reason where it was lost
     */
    record Lost(String reason) implements SummaryOutcome {}
}
