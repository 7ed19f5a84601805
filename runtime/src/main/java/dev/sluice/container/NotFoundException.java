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
        super(text(reason, path));
        this.reason = reason;
        this.path = path;
    }

    private static String text(Reason reason, NodePath path) {
        String subject = path.blobId().isPresent() ? "Blob" : "DataStore";
        return switch (reason) {
            case UNKNOWN -> path + " is not in the document";
            case DELETED -> subject + " was deleted: " + path.blobId().orElse(path.text());
            case TOMBSTONED -> subject + " was tombstoned: " + path;
        };
    }

    /** Why there is nothing. */
    public Reason reason() {
        return reason;
    }

    /** What was asked for. */
    public NodePath path() {
        return path;
    }

    /** Returns the status that services give to such an answer. */
    public int status() {
        return 404;
    }

    /** Whether a tombstone was refused, which the application may still recover (GC-132). */
    public boolean isTombstoned() {
        return reason == Reason.TOMBSTONED;
    }

    /** Whether a data store was swept, and will not come back (GC-129). */
    public boolean wasDeleted() {
        return reason == Reason.DELETED;
    }

    /** Why there is nothing. */
    public enum Reason {
        /** The document never had it, as far as is known here. */
        UNKNOWN,
        /** It was garbage, and swept; it will not come back. */
        DELETED,
        /** It is about to be swept, and this client may not load it. */
        TOMBSTONED
    }
}
