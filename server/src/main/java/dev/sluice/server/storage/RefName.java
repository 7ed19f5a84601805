package dev.sluice.server.storage;

import dev.sluice.protocol.DocumentId;
import java.nio.charset.StandardCharsets;

/**
 * The full name of a Git ref, such as {@code refs/heads/<document>}.
 *
 * <p>Immutable.
 *
 * @param value at most {@value #MAX_BYTES} bytes of UTF-8, begins with {@code refs/}; no empty or relative segment, no control
 *     character, no unpaired surrogate. Not as strict as Git, so that every document id can name a head.
 */
public record RefName(String value) implements Comparable<RefName> {
    /** The longest name, in bytes of UTF-8; stores keep names in keys. */
    public static final int MAX_BYTES = 400;

    private static final String HEADS = "refs/heads/";

    /**
     * Creates a ref name.
     *
     * @throws IllegalArgumentException if {@code value} is not a full ref name
     */
    public RefName {
        if (!value.startsWith("refs/")
                || !hasPlainSegments(value)
                || value.chars().anyMatch(Character::isISOControl)
                || !StandardCharsets.UTF_8.newEncoder().canEncode(value)
                || value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a ref name of " + value.length() + " characters is not of the form refs/<kind>/<name>");
        }
    }

    /** Returns the ref that names the newest version of a document. */
    public static RefName headOf(DocumentId document) {
        return new RefName(HEADS + document.value());
    }

    private static boolean hasPlainSegments(String value) {
        for (String segment : value.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int compareTo(RefName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
