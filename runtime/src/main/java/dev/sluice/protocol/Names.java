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
            if (Character.isSurrogate(c) && !isPaired(value, i)) {
                throw new IllegalArgumentException(what + " has an unpaired surrogate at position " + i);
            }
        }
    }

    private static boolean isPaired(String value, int index) {
        return Character.isHighSurrogate(value.charAt(index))
                ? index + 1 < value.length() && Character.isLowSurrogate(value.charAt(index + 1))
                : index > 0 && Character.isHighSurrogate(value.charAt(index - 1));
    }
}
