package dev.sluice.protocol;

/**
 * The name of a document inside its tenant; in practice a UUID.
 *
 * <p>Immutable.
 *
 * @param value 1 to {@value #MAX_LENGTH} bytes of UTF-8, no path separator and no control character
 * @since 0.1
 */
public record DocumentId(String value) implements Comparable<DocumentId> {
    /** The longest accepted name, in bytes of UTF-8; stores keep names in keys. */
    public static final int MAX_LENGTH = 256;

    /**
     * Creates a document id.
     *
     * @throws IllegalArgumentException if {@code value} is not an acceptable name
     */
    public DocumentId {
        Names.requireName("document id", value, MAX_LENGTH);
    }

    @Override
    public int compareTo(DocumentId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
