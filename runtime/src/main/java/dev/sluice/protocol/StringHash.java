package dev.sluice.protocol;

/** The hash code of a JSON string's content, read off its UTF-8 bytes. Confined to one thread; use once. */
final class StringHash {
    private static final int HEX_DIGITS = 4;

    private final byte[] utf8;
    private final int end;
    private int next;
    private int hash;

    private StringHash(byte[] utf8, int start, int end) {
        this.utf8 = utf8;
        this.next = start;
        this.end = end;
    }

    /** Returns the hash code that {@link String#hashCode} has of what stands between the quotation marks. */
    static int of(byte[] utf8, int start, int end) {
        StringHash content = new StringHash(utf8, start, end);
        while (content.next < end) {
            byte first = utf8[content.next++];
            if (first == '\\') {
                content.escape();
            } else if (first >= 0) {
                content.unit(first);
            } else {
                content.character(first);
            }
        }
        return content.hash;
    }

    private void unit(int unit) {
        hash = 31 * hash + unit;
    }

    private int read() {
        return next < end ? utf8[next++] : 0;
    }

    private void escape() {
        int letter = read();
        switch (letter) {
            case 'b' -> unit('\b');
            case 'f' -> unit('\f');
            case 'n' -> unit('\n');
            case 'r' -> unit('\r');
            case 't' -> unit('\t');
            case 'u' -> {
                int unit = 0;
                for (int i = 0; i < HEX_DIGITS; i++) {
                    unit = (unit << HEX_DIGITS) | (Character.digit(read(), 16) & 0xf);
                }
                unit(unit);
            }
            default -> unit(letter);
        }
    }

    /** A character of two to four bytes, of which the first tells how many. */
    private void character(byte first) {
        int more = (first & 0xe0) == 0xc0 ? 1 : (first & 0xf0) == 0xe0 ? 2 : 3;
        int character = first & (0x3f >> more);
        for (int i = 0; i < more; i++) {
            character = (character << 6) | (read() & 0x3f);
        }
        if (more < 3) {
            unit(character);
        } else {
            unit(Character.highSurrogate(character));
            unit(Character.lowSurrogate(character));
        }
    }
}
