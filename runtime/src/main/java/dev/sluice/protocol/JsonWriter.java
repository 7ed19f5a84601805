package dev.sluice.protocol;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Appends JSON as UTF-8 bytes, values that are bytes already included.
 *
 * <p>The caller writes the punctuation. Jackson's generators cannot take raw UTF-8 without making text of it first, and op
 * contents are most of what a service writes. Confined to one thread.
 *
 * @since 0.1
 */
public final class JsonWriter {
    private static final JsonStringEncoder STRINGS = JsonStringEncoder.getInstance();
    private static final HexFormat HEX = HexFormat.of();

    private byte[] bytes;
    private int size;

    /** Creates a writer with room for {@code capacity} bytes; it grows by itself. */
    public JsonWriter(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    /** Appends text that consists of ASCII characters and needs no escape. */
    public JsonWriter ascii(String text) {
        int length = text.length();
        reserve(length);
        for (int i = 0; i < length; i++) {
            bytes[size++] = (byte) text.charAt(i);
        }
        return this;
    }

    /** Appends an integer. */
    public JsonWriter number(long value) {
        return ascii(Long.toString(value));
    }

    /** Appends a JSON string, quoted and escaped. */
    public JsonWriter string(String content) {
        reserve(content.length() + 2);
        bytes[size++] = '"';
        if (isPlain(content)) {
            ascii(content);
        } else {
            escaped(content);
        }
        reserve(1);
        bytes[size++] = '"';
        return this;
    }

    /** Appends a JSON string whose content is itself the UTF-8 text {@code content}, as {@code data} of system ops is. */
    public JsonWriter string(byte[] content) {
        return string(new String(content, StandardCharsets.UTF_8));
    }

    /** Appends a value as it is. */
    public JsonWriter value(RawJson value) {
        value.appendTo(this);
        return this;
    }

    /** Appends bytes as they are. */
    public JsonWriter raw(byte[] part) {
        return raw(part, 0, part.length);
    }

    /** Appends part of an array as it is. */
    public JsonWriter raw(byte[] part, int offset, int length) {
        reserve(length);
        System.arraycopy(part, offset, bytes, size, length);
        size += length;
        return this;
    }

    /** Returns the number of bytes written so far. */
    public int size() {
        return size;
    }

    /** Returns what was written, in an array of the caller's own. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** Returns what was written as a value; the writer must not be used afterwards. */
    public RawJson toRawJson() {
        return RawJson.slice(bytes, 0, size);
    }

    /** Jackson escapes what needs it, but refuses half of a surrogate pair; clients may send that, as an escape of its own. */
    private void escaped(String content) {
        int from = 0;
        for (int i = 0; i < content.length(); i++) {
            if (Names.isUnpairedSurrogate(content, i)) {
                raw(STRINGS.quoteAsUTF8(content.substring(from, i)));
                ascii("\\u").ascii(HEX.toHexDigits(content.charAt(i)));
                from = i + 1;
            }
        }
        raw(STRINGS.quoteAsUTF8(content.substring(from)));
    }

    private static boolean isPlain(String content) {
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            if (c < ' ' || c >= 0x7f || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
        }
    }
}
