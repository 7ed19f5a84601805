package dev.sluice.gc.state;

import java.util.Comparator;

/**
 * The order in which nodes are written: that of the root collation of Unicode, as ECMAScript's {@code localeCompare} has it, for
 * all of ASCII. Punctuation comes before digits and letters; case counts only where all else is equal, and lower case comes first.
 * Whatever is not ASCII follows by code unit; readers accept any order, so that this costs nothing but a comparison of bytes with
 * documents of other writers. A total order, consistent with equals. Immutable.
 */
final class NodeOrder implements Comparator<String> {
    static final NodeOrder INSTANCE = new NodeOrder();

    private static final String PUNCTUATION = "\t\n\u000B\f\r _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789";
    private static final int ASCII = 128;
    private static final int[] WEIGHTS = weights();

    private NodeOrder() {}

    /** Zero for control characters, which do not count. */
    private static int[] weights() {
        int[] weights = new int[ASCII];
        for (int i = 0; i < PUNCTUATION.length(); i++) {
            weights[PUNCTUATION.charAt(i)] = i + 1;
        }
        for (char letter = 'a'; letter <= 'z'; letter++) {
            weights[letter] = PUNCTUATION.length() + 1 + letter - 'a';
            weights[Character.toUpperCase(letter)] = weights[letter];
        }
        return weights;
    }

    @Override
    public int compare(String one, String other) {
        int i = commonLength(one, other);
        if (i < one.length() && i < other.length()) {
            int first = weight(one.charAt(i));
            int second = weight(other.charAt(i));
            if (first != second && first != 0 && second != 0) {
                return first - second;
            }
        }
        return compareWhole(one, other);
    }

    /** Returns how long what both begin with is. What counts of it is the same, so that it decides nothing. */
    private static int commonLength(String one, String other) {
        int length = Math.min(one.length(), other.length());
        int i = 0;
        while (i < length && one.charAt(i) == other.charAt(i)) {
            i++;
        }
        return i;
    }

    private static int compareWhole(String one, String other) {
        int byWeight = compareWeights(one, other);
        if (byWeight != 0) {
            return byWeight;
        }
        int byCase = compareCase(one, other);
        return byCase == 0 ? one.compareTo(other) : byCase;
    }

    private static int compareWeights(String one, String other) {
        int i = counting(one, 0);
        int j = counting(other, 0);
        while (i < one.length() && j < other.length()) {
            int difference = weight(one.charAt(i)) - weight(other.charAt(j));
            if (difference != 0) {
                return difference;
            }
            i = counting(one, i + 1);
            j = counting(other, j + 1);
        }
        return Boolean.compare(i < one.length(), j < other.length());
    }

    /** Of equal weight, so that what counts of both is equally long. */
    private static int compareCase(String one, String other) {
        int i = counting(one, 0);
        int j = counting(other, 0);
        while (i < one.length()) {
            // Upper case has the smaller units.
            int difference = other.charAt(j) - one.charAt(i);
            if (difference != 0) {
                return difference;
            }
            i = counting(one, i + 1);
            j = counting(other, j + 1);
        }
        return 0;
    }

    private static int counting(String text, int from) {
        int at = from;
        while (at < text.length() && weight(text.charAt(at)) == 0) {
            at++;
        }
        return at;
    }

    private static int weight(char unit) {
        return unit < ASCII ? WEIGHTS[unit] : ASCII + unit;
    }
}
