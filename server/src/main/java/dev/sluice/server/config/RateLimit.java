package dev.sluice.server.config;

/**
 * How much of something is allowed. Immutable.
 *
 * @param perSecond what is allowed per second in the long run; 0 means no limit
 * @param burst what is allowed at once after a pause
 */
public record RateLimit(int perSecond, int burst) {
    /** Tells whether there is no limit. */
    public boolean isUnlimited() {
        return perSecond == 0;
    }
}
