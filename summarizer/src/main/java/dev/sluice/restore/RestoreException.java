package dev.sluice.restore;

/**
 * A node cannot be restored; the document is as it was, but for blobs that were stored again and are garbage.
 *
 * @since 0.1
 */
public final class RestoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Kind {
        /** There is no such node, or no version has it any more. */
        NOT_FOUND,
        /** The document is in a state that does not allow it. */
        CONFLICT,
        /** The request does not fit the node. */
        USAGE
    }

    private final Kind kind;

    /** Creates one; the message names what was found and what was expected. */
    RestoreException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** Creates one with its cause. */
    RestoreException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** Returns why. */
    public Kind kind() {
        return kind;
    }
}
