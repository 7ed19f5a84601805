package dev.sluice.collector.simulation;

/** What is left out of the protocol, or of what it relies on, to see that it is needed. */
enum Fault {
    /** Nothing: all is as it should be. */
    NONE,
    /** Sessions last as long as their users like. */
    NO_SESSION_EXPIRY,
    /** Garbage is deleted by the run after the one that finds it. */
    NO_WAITING,
    /** Runs do not hear of references that came and went since the last one. */
    NEW_REFERENCES_IGNORED,
    /** Applications get handles from a summary before the ops are applied that followed it. */
    HANDLES_OF_OLD_SUMMARIES,
    /** A summarizer that lost its connection sends its sweep again weeks later. */
    SWEEP_SENT_LATE,
    /** Runs are made on what the summarizer has heard of, be that weeks behind the log. */
    RUNS_BEHIND_THE_LOG
}
