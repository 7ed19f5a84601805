package dev.sluice.protocol;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads JSON (RFC 8259) off UTF-8 bytes in memory, one token after the other, as whoever calls expects them.
 *
 * <pre>{@code
 * for (boolean more = json.begin('{'); more; more = json.more('}')) {
 *     String name = json.name(known);
 *     … // a value, or json.skip()
 * }
 * }</pre>
 *
 * <p>Every method throws an {@link IOException} at what is malformed or not there. Names and numbers are limited as in
 * {@link Json}; nesting is the caller's to bound, but for {@link #skip}. Confined to one thread.
 *
 * @since 0.1
 */
public final class JsonScanner {
    /** What {@link #peek} returns at the end. */
    public static final int END = -1;

    static final int MAX_NAME_LENGTH = 10_000;
    static final int MAX_NUMBER_LENGTH = 100;

    /** What no number of a few digits is. */
    private static final long NO_DIGITS = Long.MAX_VALUE;

    /** That many digits fit a {@code long} whatever they are. */
    private static final int SAFE_DIGITS = 18;

    /** Up to here every whole number is a double. */
    private static final long MAX_EXACT = 1L << 53;

    private final byte[] utf8;
    private final int end;
    private int at;

    /** Reads part of an array, which must not change meanwhile. */
    JsonScanner(byte[] utf8, int offset, int length) {
        this.utf8 = utf8;
        this.at = offset;
        this.end = offset + length;
    }

    /** Returns what comes next behind white space, without reading it: the byte with which a token begins, or {@link #END}. */
    public int peek() {
        while (at < end && isSpace(utf8[at])) {
            at++;
        }
        return at < end ? utf8[at] & 0xff : END;
    }

    private static boolean isSpace(byte found) {
        return found == ' ' || found == '\n' || found == '\r' || found == '\t';
    }

    /** Reads an opening bracket, and tells whether there is something in it. */
    public boolean begin(char opening) throws IOException {
        expect(opening);
        int closing = opening == '{' ? '}' : ']';
        if (peek() == closing) {
            at++;
            return false;
        }
        return true;
    }

    /** Reads a comma and returns {@code true}, or a closing bracket and returns {@code false}. */
    public boolean more(char closing) throws IOException {
        int found = peek();
        if (found != ',' && found != closing) {
            throw unexpected("a comma or " + closing);
        }
        at++;
        return found == ',';
    }

    private void expect(char token) throws IOException {
        if (peek() != token) {
            throw unexpected(String.valueOf(token));
        }
        at++;
    }

    /** Reads a member's name and the colon behind it. */
    public String name(KnownTexts known) throws IOException {
        int start = at;
        String name = string(known);
        if (at - start > MAX_NAME_LENGTH && name.length() > MAX_NAME_LENGTH) {
            throw new IOException(
                    "found a name of " + name.length() + " characters, expected at most " + MAX_NAME_LENGTH);
        }
        expect(':');
        return name;
    }

    /** Reads a string. */
    public String string() throws IOException {
        int start = openString();
        int plain = plainEnd(start);
        if (plain < end && utf8[plain] == '"') {
            at = plain + 1;
            return new String(utf8, start, plain - start, StandardCharsets.ISO_8859_1);
        }
        return decoded(start, plain);
    }

    /** Reads a string that is likely to be known. */
    public String string(KnownTexts known) throws IOException {
        int start = openString();
        int plain = plainEnd(start);
        if (plain < end && utf8[plain] == '"') {
            at = plain + 1;
            return known.text(utf8, start, plain);
        }
        return decoded(start, plain);
    }

    private int openString() throws IOException {
        if (peek() != '"') {
            throw unexpected("a string");
        }
        return at + 1;
    }

    /** Returns where characters end that are ASCII and stand for themselves. */
    private int plainEnd(int start) {
        int i = start;
        while (i < end && utf8[i] >= ' ' && utf8[i] != '"' && utf8[i] != '\\') {
            i++;
        }
        return i;
    }

    private String decoded(int start, int from) throws IOException {
        int close = stringEnd(from);
        at = close + 1;
        StringContent content = new StringContent(utf8, start, close);
        return Wtf8.decode(content.bytes(), 0, content.size());
    }

    /** Returns where the quotation mark stands that ends a string. */
    private int stringEnd(int from) throws IOException {
        for (int i = from; i < end; i++) {
            byte found = utf8[i];
            if (found == '"') {
                return i;
            }
            if (found == '\\') {
                i++;
            } else if (found >= 0 && found < ' ') {
                break;
            }
        }
        throw new IOException("found a string that does not end, at byte " + at);
    }

    /** Reads a number as a double. */
    public double number() throws IOException {
        int start = beginNumber();
        long whole = digits(start, at);
        return Math.abs(whole) <= MAX_EXACT ? whole : Double.parseDouble(ascii(start, at));
    }

    /** Reads a number as a {@code long}, without its fraction; it must be in the range of one. */
    public long integer() throws IOException {
        int start = beginNumber();
        long whole = digits(start, at);
        return whole == NO_DIGITS ? integer(ascii(start, at)) : whole;
    }

    private static long integer(String number) throws IOException {
        try {
            return Long.parseLong(number);
        } catch (NumberFormatException noInteger) {
            double value = Double.parseDouble(number);
            if (Math.abs(value) < 0x1p63) {
                return (long) value;
            }
            throw new IOException("found " + number + ", expected a number in the range of a long", noInteger);
        }
    }

    /** Returns the value of a few digits, or {@link #NO_DIGITS} of any other number. */
    private long digits(int start, int stop) {
        int first = utf8[start] == '-' ? start + 1 : start;
        if (stop - first > SAFE_DIGITS) {
            return NO_DIGITS;
        }
        long value = 0;
        for (int i = first; i < stop; i++) {
            int digit = utf8[i] - '0';
            if (digit < 0 || digit > 9) {
                return NO_DIGITS;
            }
            value = 10 * value + digit;
        }
        return first == start ? value : -value;
    }

    private String ascii(int start, int stop) {
        return new String(utf8, start, stop - start, StandardCharsets.ISO_8859_1);
    }

    /** Reads a number and returns where it began. */
    private int beginNumber() throws IOException {
        int first = peek();
        if (first != '-' && (first < '0' || first > '9')) {
            throw unexpected("a number");
        }
        int start = at;
        skipNumber();
        if (at - start > MAX_NUMBER_LENGTH) {
            throw new IOException(
                    "found a number of " + (at - start) + " characters, expected at most " + MAX_NUMBER_LENGTH);
        }
        return start;
    }

    private void skipNumber() throws IOException {
        skipOne('-');
        if (!skipOne('0')) {
            skipDigits();
        }
        if (skipOne('.')) {
            skipDigits();
        }
        if (skipOne('e') || skipOne('E')) {
            if (!skipOne('+')) {
                skipOne('-');
            }
            skipDigits();
        }
    }

    private boolean skipOne(char token) {
        boolean isThere = at < end && utf8[at] == token;
        at += isThere ? 1 : 0;
        return isThere;
    }

    private void skipDigits() throws IOException {
        int start = at;
        while (at < end && utf8[at] >= '0' && utf8[at] <= '9') {
            at++;
        }
        if (at == start) {
            throw unexpected("a digit");
        }
    }

    /** Reads {@code true}, {@code false} or {@code null}, whichever is expected. */
    public void literal(String expected) throws IOException {
        peek();
        for (int i = 0; i < expected.length(); i++) {
            if (!skipOne(expected.charAt(i))) {
                throw unexpected(expected);
            }
        }
    }

    /** Reads past a value, which may nest as deep as {@link Json#MAX_DEPTH}. */
    public void skip() throws IOException {
        skip(Json.MAX_DEPTH);
    }

    private void skip(int levels) throws IOException {
        switch (peek()) {
            case '"' -> at = stringEnd(at + 1) + 1;
            case '{', '[' -> skipNested(levels);
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> beginNumber();
        }
    }

    private void skipNested(int levels) throws IOException {
        if (levels == 0) {
            throw new IOException("found JSON nested deeper than " + Json.MAX_DEPTH + " levels");
        }
        boolean isObject = utf8[at] == '{';
        char closing = isObject ? '}' : ']';
        for (boolean more = begin(isObject ? '{' : '['); more; more = more(closing)) {
            if (isObject) {
                openString();
                skip(levels);
                expect(':');
            }
            skip(levels - 1);
        }
    }

    /** Reads past a value and returns it as a slice of the array. */
    public RawJson raw() throws IOException {
        peek();
        int start = at;
        skip();
        return RawJson.slice(utf8, start, at - start);
    }

    /** Checks that nothing but white space is left. */
    public void end() throws IOException {
        if (peek() != END) {
            throw unexpected("the end");
        }
    }

    private IOException unexpected(String expected) {
        int found = peek();
        String shown = found == END ? "the end" : "'" + (char) found + "'";
        return new IOException("found " + shown + " at byte " + at + ", expected " + expected);
    }
}
