package dev.sluice.dds.mergetree;

/**
 * An op or a snapshot that no correct client writes; fatal for its document.
 *
 * @since 0.1
 */
public final class MergeTreeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Makes a failure that says what was found and what was expected. */
    public MergeTreeException(String message) {
        super(message);
    }
}
