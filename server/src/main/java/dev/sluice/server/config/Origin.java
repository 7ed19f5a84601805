package dev.sluice.server.config;

/**
 * Where a value came from.
 *
 * <p>Immutable.
 *
 * @param source which of the four places
 * @param detail the line, variable or flag; empty for defaults
 */
public record Origin(Source source, String detail) {
    static final Origin DEFAULT = new Origin(Source.DEFAULT, "");

    /** The places values come from; a later one wins over an earlier one. */
    public enum Source {
        /** The value built in. */
        DEFAULT,
        /** The configuration file. */
        FILE,
        /** An environment variable. */
        ENVIRONMENT,
        /** A flag of the command line. */
        FLAG
    }

    @Override
    public String toString() {
        return switch (source) {
            case DEFAULT -> "default";
            case FILE -> "file " + detail;
            case ENVIRONMENT -> "environment " + detail;
            case FLAG -> "flag " + detail;
        };
    }
}
