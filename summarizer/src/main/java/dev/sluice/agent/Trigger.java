package dev.sluice.agent;

/**
 * Why a summary is written.
 *
 * @since 0.1
 */
public enum Trigger {
    /** The newest one is old. */
    MAX_TIME("maxTime"),
    /** Many ops followed it. */
    MAX_OPS("maxOps"),
    /** Some ops followed it, and now none come. */
    IDLE("idle"),
    /** The summarizer ends. */
    LAST("lastSummary"),
    /** Somebody asked for it. */
    ON_DEMAND("onDemand");

    private final String label;

    Trigger(String label) {
        this.label = label;
    }

    /** Returns the word by which events and metrics name it. */
    public String label() {
        return label;
    }
}
