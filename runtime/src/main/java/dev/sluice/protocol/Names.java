package dev.sluice.protocol;

import java.nio.charset.StandardCharsets;

/** What the names that clients choose may look like. */
final class Names {
    private Names() {}

    static void requireName(String what, String value, int maxLength) {
        int length = value.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > maxLength) {
            throw new IllegalArgumentException(what + " has " + length + " bytes of UTF-8; expected 1 to " + maxLength);
        }
        if (value.equals(".") || value.equals("..")) {
            throw new IllegalArgumentException(what + " is a relative path; expected a name");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isISOControl(c) || c == '/' || c == '\\') {
                throw new IllegalArgumentException(what
                        + " has U+%04X at position %d; expected no separator or control character"
                                .formatted((int) c, i));
            }
            if (isUnpairedSurrogate(value, i)) {
                throw new IllegalArgumentException(what + " has an unpaired surrogate at position " + i);
            }
        }
    }

    /** Tells whether there is half of a surrogate pair at the given index, which UTF-8 has no bytes for. */
    static boolean isUnpairedSurrogate(String text, int index) {
        char c = text.charAt(index);
        if (Character.isHighSurrogate(c)) {
            return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
        }
        return Character.isLowSurrogate(c) && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
    }
}
