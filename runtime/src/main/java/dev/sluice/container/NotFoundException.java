package dev.sluice.container;

import dev.sluice.protocol.handle.NodePath;

/**
 * There is nothing to give to whoever asked, as with status 404.
 *
 * @since 0.1
 */
public final class NotFoundException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final transient NodePath path;

    /** Makes one for what was asked for. */
    public NotFoundException(Reason reason, NodePath path) {
        super(path + " " + reason.text);
        this.reason = reason;
        this.path = path;
    }

    /** Why there is nothing. */
    public Reason reason() {
        return reason;
    }

    /** What was asked for. */
    public NodePath path() {
        return path;
    }

    /** Why there is nothing. */
    public enum Reason {
        /** The document never had it, as far as is known here. */
        UNKNOWN("is not in the document"),
        /** It was garbage, and swept; it will not come back. */
        DELETED("was deleted"),
        /** It is about to be swept, and this client may not load it. */
        TOMBSTONED("was tombstoned");

        private final String text;

        Reason(String text) {
            this.text = text;
        }
    }
}
