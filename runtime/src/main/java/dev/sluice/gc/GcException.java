package dev.sluice.gc;

/**
 * Why garbage collection refuses something. The container that runs it ends, or is not opened.
 *
 * @since 0.1
 */
public final class GcException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** Makes one; the message names what was found and what was expected. */
    public GcException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** Makes one with its cause. */
    public GcException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** Returns a usage error: what the application configured makes no sense. */
    public static GcException usage(String message) {
        return new GcException(Kind.USAGE, message);
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    /** A stable word for what went wrong. */
    public String code() {
        return kind.code;
    }

    /** Whether trying again may help: what is stored or configured stays as it is. */
    public boolean retryable() {
        return false;
    }

    /** The reasons. */
    public enum Kind {
        /** What the application configured makes no sense, or does not fit the document. */
        USAGE("usage"),
        /** An op or the stored state could not be understood (GC-114, GC-143). */
        DATA_PROCESSING("data-processing");

        private final String code;

        Kind(String code) {
            this.code = code;
        }
    }
}
