package dev.sluice.server.config;

/** What a power cut may take away; a crash of the process alone takes nothing. */
public enum Durability {
    /** Nothing: an op is acknowledged when it is on the disk. */
    COMMIT,
    /** The newest group of ops that were acknowledged together. */
    LOSE_NEWEST_ON_POWER_CUT
}
