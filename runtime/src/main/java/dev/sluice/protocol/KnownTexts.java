package dev.sluice.protocol;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Short texts that come again and again in JSON, such as names of members, found by their bytes without making them anew.
 *
 * <p>Each has one place, which its bytes tell; a set that learns gives it to the latest text there, so it never grows. A set that
 * learns is confined to one thread; a fixed one is safe for use by many.
 *
 * @since 0.1
 */
public final class KnownTexts {
    private static final int LONGEST = 40;
    private static final int MAX_PLACES = 1 << 16;

    private final @Nullable String[] places;
    private final boolean learns;

    private KnownTexts(int places, boolean learns) {
        this.places = new String[places];
        this.learns = learns;
    }

    /**
     * Returns an empty set that learns what it is asked for; what it learns is shared with all other such sets.
     *
     * @param places how many texts it remembers at most, a power of two
     */
    public static KnownTexts learning(int places) {
        if (Integer.bitCount(places) != 1) {
            throw new IllegalArgumentException(places + " places, expected a power of two");
        }
        return new KnownTexts(places, true);
    }

    /** Returns a set of these texts, which are short and ASCII. */
    public static KnownTexts of(String... texts) {
        for (int places = 16; places <= MAX_PLACES; places *= 2) {
            KnownTexts fixed = new KnownTexts(places, false);
            if (fixed.putAll(texts)) {
                return fixed;
            }
        }
        throw new IllegalArgumentException("texts that cannot be told apart: " + String.join(", ", texts));
    }

    private boolean putAll(String... texts) {
        for (String text : texts) {
            byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
            int place = place(ascii, 0, ascii.length);
            if (places[place] != null) {
                return false;
            }
            places[place] = text;
        }
        return true;
    }

    /** Returns the text of ASCII bytes. */
    String text(byte[] ascii, int start, int end) {
        if (end - start > LONGEST) {
            return new String(ascii, start, end - start, StandardCharsets.ISO_8859_1);
        }
        int place = place(ascii, start, end);
        String there = places[place];
        if (there != null && isAt(there, ascii, start, end)) {
            return there;
        }
        String made = new String(ascii, start, end - start, StandardCharsets.ISO_8859_1);
        if (!learns) {
            return made;
        }
        // Many documents, and parts of one, have the same names.
        String shared = made.intern();
        places[place] = shared;
        return shared;
    }

    /** Told by length and three bytes: to look at all of them takes longer than to make the text of some that share a place. */
    private int place(byte[] ascii, int start, int end) {
        int length = end - start;
        if (length == 0) {
            return 0;
        }
        int hash = length + 7 * ascii[start] + 31 * ascii[start + length / 2] + 127 * ascii[end - 1];
        return (hash ^ (hash >>> 7)) & (places.length - 1);
    }

    private static boolean isAt(String text, byte[] ascii, int start, int end) {
        if (text.length() != end - start) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != ascii[start + i]) {
                return false;
            }
        }
        return true;
    }
}
