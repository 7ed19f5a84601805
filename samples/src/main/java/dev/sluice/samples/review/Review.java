package dev.sluice.samples.review;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What there is to say of a text. Immutable.
 *
 * @param words how many
 * @param sentences how many; what does not end with a mark is one, too
 * @param characters in UTF-16 code units, as a browser counts them
 * @param remarks what its author might look at again, in the order of the text; few
 */
record Review(int words, int sentences, int characters, List<String> remarks) {
    static final int SENTENCE_MAX_WORDS = 30;
    private static final int REMARKS_MAX = 5;
    // Letters and digits, and what joins them: an apostrophe, a hyphen.
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:['’-][\\p{L}\\p{N}]+)*");
    private static final Pattern SENTENCE = Pattern.compile("[^.!?…]+");

    Review {
        remarks = List.copyOf(remarks);
    }

    /** Returns the review of a text. Pure; linear in its length. */
    static Review of(String text) {
        int words = 0;
        int sentences = 0;
        List<String> remarks = new ArrayList<>();
        Matcher sentence = SENTENCE.matcher(text);
        while (sentence.find()) {
            List<String> found = words(sentence.group());
            words += found.size();
            sentences += found.isEmpty() ? 0 : 1;
            remark(found, remarks);
        }
        return new Review(words, sentences, text.length(), remarks.subList(0, Math.min(REMARKS_MAX, remarks.size())));
    }

    private static List<String> words(String sentence) {
        return WORD.matcher(sentence).results().map(word -> word.group()).toList();
    }

    private static void remark(List<String> words, List<String> remarks) {
        for (int n = 1; n < words.size(); n++) {
            String word = words.get(n);
            if (word.toLowerCase(Locale.ROOT).equals(words.get(n - 1).toLowerCase(Locale.ROOT))) {
                remarks.add("“" + words.get(n - 1) + " " + word + "”: the same word twice?");
            }
        }
        if (words.size() > SENTENCE_MAX_WORDS) {
            remarks.add("“" + words.get(0) + " " + words.get(1) + " …” has " + words.size() + " words: two sentences?");
        }
    }
}
