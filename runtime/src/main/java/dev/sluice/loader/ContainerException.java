package dev.sluice.loader;

/**
 * Why a container ended, or could not be opened. A container that ended never recovers; a new one may be loaded.
 *
 * @since 0.1
 */
public final class ContainerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** Creates one; the message names what was found, what was expected and, if an op is the reason, its number. */
    public ContainerException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** Creates one with its cause. */
    public ContainerException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    /** A stable word for what went wrong. */
    public String code() {
        return kind.code;
    }

    /** Whether loading the document anew may help. */
    public boolean retryable() {
        return kind.retryable;
    }

    /** The reasons. */
    public enum Kind {
        /** A sequenced message breaks a rule of the protocol (runtime-formats §2.2). */
        PROTOCOL_VIOLATION("protocol-violation", false),
        /** The document contradicts itself: its ops and its snapshot cannot both be right. */
        DATA_CORRUPTION("data-corruption", false),
        /** An op or a summary could not be understood. */
        DATA_PROCESSING("data-processing", false),
        /** The document needs what this version does not have. */
        UNSUPPORTED("unsupported", false),
        /** The application's own edit cannot be sent, for it is larger than any service takes. */
        BATCH_TOO_LARGE("batch-too-large", false),
        /** The session lasted longer than the document allows (runtime-formats §7.3). */
        SESSION_EXPIRED("session-expired", true),
        /** The service refuses this client. */
        FORBIDDEN("forbidden", false),
        /** Connection after connection ended without any pending op being sequenced. */
        NO_PROGRESS("no-progress", true),
        /** The service could not be reached or did not answer as it should. */
        SERVICE("service", true),
        /** What the application gave or asked for makes no sense. */
        USAGE("usage", false);

        private final String code;
        private final boolean retryable;

        Kind(String code, boolean retryable) {
            this.code = code;
            this.retryable = retryable;
        }
    }
}
