package dev.sluice.protocol.summary;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Bytes in a summary tree.
 *
 * <p>Immutable.
 *
 * @since 0.1
 */
public final class SummaryBlob implements SummaryObject {
    private final byte[] content;

    private SummaryBlob(byte[] content) {
        this.content = content;
    }

    /** Returns a blob of a copy of the given bytes. */
    public static SummaryBlob of(byte[] content) {
        return new SummaryBlob(content.clone());
    }

    /** Returns a blob of the text's UTF-8 bytes; an unpaired surrogate becomes U+FFFD, as in JavaScript. */
    public static SummaryBlob ofText(String text) {
        return new SummaryBlob(WellFormedText.utf8(text));
    }

    /** Returns a blob that owns the given array, which nobody may change any more. */
    static SummaryBlob wrap(byte[] content) {
        return new SummaryBlob(content);
    }

    @Override
    public SummaryType type() {
        return SummaryType.BLOB;
    }

    /** Returns the number of bytes. */
    public int size() {
        return content.length;
    }

    /** Returns the bytes, read-only, from position 0 to {@link #size}. */
    public ByteBuffer content() {
        return ByteBuffer.wrap(content).asReadOnlyBuffer();
    }

    /** Returns the bytes in an array of the caller's own. */
    public byte[] toBytes() {
        return content.clone();
    }

    /** Returns the bytes as text, or nothing if they are not well-formed UTF-8. */
    public Optional<String> text() {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(content()).toString());
        } catch (CharacterCodingException binary) {
            return Optional.empty();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SummaryBlob blob && Arrays.equals(content, blob.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return "SummaryBlob[" + content.length + " bytes]";
    }
}
