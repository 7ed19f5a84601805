package dev.sluice.protocol;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A JSON value kept as the UTF-8 bytes it came in.
 *
 * <p>A service never looks into op contents and must give them on as they are, lone surrogate escapes and number formats
 * included (SVC §3.9, §10). A value may be a slice of a larger array, for instance of the frame it arrived in, which nobody
 * changes afterwards. Immutable.
 *
 * @since 0.1
 */
public final class RawJson {
    /** The JSON value {@code null}. */
    public static final RawJson NULL = of("null");

    private final byte[] utf8;
    private final int offset;
    private final int length;

    private RawJson(byte[] utf8, int offset, int length) {
        this.utf8 = utf8;
        this.offset = offset;
        this.length = length;
    }

    /** Returns the given JSON text as a value; the text is not checked. */
    public static RawJson of(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return new RawJson(bytes, 0, bytes.length);
    }

    /**
     * Returns a JSON text as a value, also one with halves of surrogate pairs, for which UTF-8 has no bytes: it is for reading only.
     */
    public static RawJson ofText(String json) {
        byte[] bytes = Wtf8.encode(json);
        return new RawJson(bytes, 0, bytes.length);
    }

    /** Returns a JSON string with the given content. */
    public static RawJson ofString(String content) {
        return new JsonWriter(content.length() + 2).string(content).toRawJson();
    }

    /**
     * Returns part of an array as a value, without copying and without checking.
     *
     * @param utf8 must not change from now on
     */
    public static RawJson slice(byte[] utf8, int offset, int length) {
        if (offset < 0 || length <= 0 || length > utf8.length - offset) {
            throw new IllegalArgumentException(
                    "slice " + offset + "+" + length + " of an array of " + utf8.length + " bytes");
        }
        return new RawJson(utf8, offset, length);
    }

    /** Returns the number of bytes of this value. */
    public int size() {
        return length;
    }

    /** Tells whether this is the value {@code null}. */
    public boolean isNull() {
        return length == 4 && utf8[offset] == 'n';
    }

    /** Tells whether this is a string. */
    public boolean isString() {
        return utf8[offset] == '"';
    }

    /** Tells whether this is the string without characters. */
    public boolean isEmptyString() {
        return length == 2 && utf8[offset] == '"';
    }

    /** Tells whether this is an object. */
    public boolean isObject() {
        return utf8[offset] == '{';
    }

    /** Returns a parser positioned before the first token. */
    public JsonParser parser() {
        return Json.parser(utf8, offset, length);
    }

    /** Returns a scanner before the first token. */
    public JsonScanner scanner() {
        return new JsonScanner(utf8, offset, length);
    }

    /**
     * Returns the content of a JSON string.
     *
     * @throws IllegalStateException if this is no string or a malformed one
     */
    public String stringValue() {
        try {
            JsonScanner json = scanner();
            String value = json.string();
            json.end();
            return value;
        } catch (IOException malformed) {
            throw new IllegalStateException("a malformed JSON string", malformed);
        }
    }

    /**
     * Returns the JSON value whose text is the content of this JSON string, as op contents are sent; the text is not checked.
     *
     * @throws IllegalStateException if this is no string, an empty or a malformed one
     */
    public RawJson embedded() {
        if (length <= 2 || !isString() || utf8[offset + length - 1] != '"') {
            throw new IllegalStateException("found " + length + " bytes, expected a JSON string with a text in it");
        }
        try {
            StringContent content = new StringContent(utf8, offset + 1, offset + length - 1);
            return new RawJson(content.bytes(), 0, content.size());
        } catch (IOException malformed) {
            throw new IllegalStateException("a malformed JSON string", malformed);
        }
    }

    /**
     * Returns the hash code of {@link #stringValue}, which is the same however its characters are escaped, without making it. Of a
     * malformed string, whatever follows from its bytes.
     */
    public int stringHash() {
        return StringHash.of(utf8, offset + 1, offset + length - 1);
    }

    /** Returns the bytes of this value, in an array of the caller's own. */
    public byte[] toBytes() {
        return Arrays.copyOfRange(utf8, offset, offset + length);
    }

    /** Appends the bytes of this value to {@code writer}. */
    void appendTo(JsonWriter writer) {
        writer.raw(utf8, offset, length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawJson raw
                && Arrays.equals(utf8, offset, offset + length, raw.utf8, raw.offset, raw.offset + raw.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + utf8[i];
        }
        return hash;
    }

    /** Returns the JSON text. */
    @Override
    public String toString() {
        return new String(utf8, offset, length, StandardCharsets.UTF_8);
    }
}
