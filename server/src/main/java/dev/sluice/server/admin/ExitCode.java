package dev.sluice.server.admin;

/** What the program's exit codes mean; part of its stable interface. */
final class ExitCode {
    /** Done, and nothing wrong was found. */
    static final int OK = 0;

    /** It could not be done, or damage was found. */
    static final int FAILED = 1;

    /** The command line or the configuration is wrong. */
    static final int USAGE = 2;

    private ExitCode() {}
}
