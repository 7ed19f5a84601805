package dev.sluice.agent;

import java.time.Duration;
import java.util.Map;

/**
 * What an attempt took. Immutable.
 *
 * @param phases how long each phase took that it came through
 * @param summaryBytes what was to be uploaded, without what handles stand for; 0 if nothing was written
 * @param gcBytes what the summary says of collection, written out in full; 0 if the document is not collected
 * @since 0.1
 */
public record AttemptFigures(Map<Phase, Duration> phases, long summaryBytes, long gcBytes) {
    /** Of an attempt that did not begin. */
    public static final AttemptFigures NONE = new AttemptFigures(Map.of(), 0, 0);

    /** Copies the map. */
    public AttemptFigures {
        phases = Map.copyOf(phases);
    }
}
