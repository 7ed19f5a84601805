package dev.sluice.container.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.container.Golden;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CompactIdTest {
    @Test
    void rt048_vectors() {
        Golden.vectors()
                .object("encodeCompactIdToString")
                .orElseThrow()
                .members()
                .forEach((number, text) -> assertThat(CompactId.encode(Long.parseLong(number)))
                        .isEqualTo(text.asString().orElseThrow()));
    }

    @Test
    void rt048_textsOfDifferentNumbers_differ() {
        assertThat(LongStream.range(0, 10_000).mapToObj(CompactId::encode)).doesNotHaveDuplicates();
        assertThat(CompactId.encode(Long.MAX_VALUE)).hasSize(11);
    }

    @Test
    void encode_negativeNumber_isRefused() {
        assertThatThrownBy(() -> CompactId.encode(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
