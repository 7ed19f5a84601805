package dev.sluice.protocol;

/**
 * The name of a tenant: the owner of documents, Git objects and signing keys.
 *
 * <p>Immutable.
 *
 * @param value 1 to {@value #MAX_LENGTH} bytes of UTF-8, no path separator and no control character
 * @since 0.1
 */
public record TenantId(String value) implements Comparable<TenantId> {
    /** The longest accepted name, in bytes of UTF-8; stores keep names in keys. */
    public static final int MAX_LENGTH = 128;

    /**
     * Creates a tenant id.
     *
     * @throws IllegalArgumentException if {@code value} is not an acceptable name
     */
    public TenantId {
        Names.requireName("tenant id", value, MAX_LENGTH);
    }

    @Override
    public int compareTo(TenantId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
