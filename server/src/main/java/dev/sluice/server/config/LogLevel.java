package dev.sluice.server.config;

/** The least severe messages that are logged. */
public enum LogLevel {
    /** Failures alone. */
    ERROR,
    /** What should be looked at, too. */
    WARN,
    /** What an operator wants to know, too. */
    INFO,
    /** What a developer wants to know, too. */
    DEBUG,
    /** Everything. */
    TRACE
}
