package dev.sluice.protocol.summary;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Encodes names as path segments and back, byte for byte as JavaScript's {@code encodeURIComponent} does.
 *
 * <p>Git tree entries and handles hold encoded names, so both encodings of a summary give the same tree (SVC-004).
 *
 * @since 0.1
 */
public final class SummaryPath {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private SummaryPath() {}

    /**
     * Returns {@code name} as one path segment.
     *
     * @throws IllegalArgumentException if {@code name} has an unpaired surrogate
     */
    public static String encode(String name) {
        if (isPlain(name)) {
            return name;
        }
        if (!WellFormedText.isWellFormed(name)) {
            throw new IllegalArgumentException("a name with an unpaired surrogate cannot be a path segment");
        }
        StringBuilder segment = new StringBuilder(name.length() + 16);
        for (byte unit : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (unit & 0xFF);
            if (isUnreserved(c)) {
                segment.append(c);
            } else {
                HEX.toHexDigits(segment.append('%'), unit);
            }
        }
        return segment.toString();
    }

    /**
     * Returns the name that {@code segment} stands for.
     *
     * @throws IllegalArgumentException if an escape is incomplete or the escaped bytes are not UTF-8
     */
    public static String decode(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        byte[] raw = segment.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(raw.length);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] != '%') {
                bytes.put(raw[i]);
                continue;
            }
            if (i + 2 >= raw.length || !HexFormat.isHexDigit(raw[i + 1]) || !HexFormat.isHexDigit(raw[i + 2])) {
                throw new IllegalArgumentException("\"" + segment + "\" has an incomplete escape");
            }
            bytes.put((byte) (HexFormat.fromHexDigit(raw[i + 1]) << 4 | HexFormat.fromHexDigit(raw[i + 2])));
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException notUtf8) {
            throw new IllegalArgumentException("\"" + segment + "\" has escapes that are not UTF-8", notUtf8);
        }
    }

    private static boolean isPlain(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!isUnreserved(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "-_.!~*'()".indexOf(c) >= 0;
    }
}
