package dev.sluice.protocol.summary;

/**
 * The kinds of nodes in a summary tree.
 *
 * @since 0.1
 */
public enum SummaryType {
    /** Named children. */
    TREE(1),
    /** Bytes. */
    BLOB(2),
    /** A part of the summary before, taken over unchanged. */
    HANDLE(3),
    /** A blob that was uploaded on its own. */
    ATTACHMENT(4);

    private final int code;

    SummaryType(int code) {
        this.code = code;
    }

    /** Returns the number that stands for this type in the raw encoding; it never changes. */
    public int code() {
        return code;
    }

    /**
     * Returns the type with the given number.
     *
     * @throws IllegalArgumentException if no type has it
     */
    public static SummaryType ofCode(int code) {
        return switch (code) {
            case 1 -> TREE;
            case 2 -> BLOB;
            case 3 -> HANDLE;
            case 4 -> ATTACHMENT;
            default -> throw new IllegalArgumentException("summary type " + code + "; expected 1 to 4");
        };
    }
}
