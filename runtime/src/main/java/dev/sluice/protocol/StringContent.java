package dev.sluice.protocol;

import java.io.IOException;

/** What stands between the quotation marks of a JSON string, with its escapes resolved, as WTF-8. Confined to one thread. */
final class StringContent {
    private static final int HEX_DIGITS = 4;

    private final byte[] json;
    private final int end;
    private final byte[] out;
    private int next;
    private int size;

    /**
     * Reads a string's content.
     *
     * @param start behind the first quotation mark
     * @param end where the last one stands
     * @throws IOException if it is malformed
     */
    StringContent(byte[] json, int start, int end) throws IOException {
        this.json = json;
        this.next = start;
        this.end = end;
        // No escape is shorter than what it stands for.
        this.out = new byte[end - start];
        while (next < end) {
            takePlain();
            if (next < end) {
                escape();
            }
        }
    }

    /** Takes everything up to an escape, and the usual one of a quotation mark too: contents are full of them. */
    private void takePlain() throws IOException {
        int from = next;
        int to = size;
        while (from < end) {
            byte found = json[from];
            if (found == '\\') {
                if (from + 1 == end || json[from + 1] != '"') {
                    break;
                }
                from++;
                found = '"';
            } else if (found == '"' || (found >= 0 && found < ' ')) {
                throw malformed();
            }
            out[to++] = found;
            from++;
        }
        next = from;
        size = to;
    }

    /** Returns an array that begins with the content. */
    byte[] bytes() {
        return out;
    }

    /** Returns how many bytes it has. */
    int size() {
        return size;
    }

    private void escape() throws IOException {
        next++;
        int letter = next < end ? json[next++] : -1;
        switch (letter) {
            case '\\', '/' -> out[size++] = (byte) letter;
            case 'b' -> out[size++] = '\b';
            case 'f' -> out[size++] = '\f';
            case 'n' -> out[size++] = '\n';
            case 'r' -> out[size++] = '\r';
            case 't' -> out[size++] = '\t';
            case 'u' -> size = Wtf8.put(character(), out, size);
            default -> throw malformed();
        }
    }

    /** The character of an escape, or of two that are a surrogate pair. */
    private int character() throws IOException {
        char unit = unit();
        if (Character.isHighSurrogate(unit) && next + 1 < end && json[next] == '\\' && json[next + 1] == 'u') {
            int before = next;
            next += 2;
            char low = unit();
            if (Character.isLowSurrogate(low)) {
                return Character.toCodePoint(unit, low);
            }
            next = before;
        }
        return unit;
    }

    private char unit() throws IOException {
        int unit = 0;
        for (int i = 0; i < HEX_DIGITS; i++) {
            int digit = next < end ? Character.digit(json[next++], 16) : -1;
            if (digit < 0) {
                throw malformed();
            }
            unit = (unit << 4) | digit;
        }
        return (char) unit;
    }

    private IOException malformed() {
        return new IOException("found a malformed JSON string at byte " + next);
    }
}
