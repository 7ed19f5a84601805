package dev.sluice.samples.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReviewTest {
    @ParameterizedTest
    @CsvSource({
        "'', 0, 0",
        "' . ! ', 0, 0",
        "One, 1, 1",
        "One. Two three!, 3, 2",
        "It's a well-known fact… isn’t it?, 6, 2",
        "Übermut tut selten gut., 4, 1",
        "7 of 9, 3, 1"
    })
    void figures_areThoseOfTheText(String text, int words, int sentences) {
        assertThat(Review.of(text)).isEqualTo(new Review(words, sentences, text.length(), List.of()));
    }

    @Test
    void wordTwice_isRemarkedUponWithinASentence() {
        assertThat(Review.of("The the cat sat. Sat it long? Then it it left.").remarks())
                .containsExactly("“The the”: the same word twice?", "“it it”: the same word twice?");
    }

    @Test
    void longSentence_isRemarkedUpon() {
        String longest = "one two ".repeat(Review.SENTENCE_MAX_WORDS / 2);
        assertThat(Review.of(longest).remarks()).isEmpty();
        assertThat(Review.of(longest + "more").remarks()).containsExactly("“one two …” has 31 words: two sentences?");
    }

    @Test
    void remarks_areFew() {
        assertThat(Review.of("no no. ".repeat(9)).remarks()).hasSize(5);
    }
}
