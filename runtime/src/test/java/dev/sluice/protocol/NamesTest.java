package dev.sluice.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of tenants and documents. */
class NamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "a b", "...", "-", "é", "\ud83d\ude00", "%2e", "a:b", "\u2028", "0f0c-11"})
    void name_withoutSeparatorsAndControls_isAccepted(String name) {
        assertThat(new DocumentId(name)).hasToString(name);
        assertThat(new TenantId(name)).hasToString(name);
        assertThat(DocumentKey.of(name, name)).hasToString(name + "/" + name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a/b",
                "/",
                "a\\b",
                "\0",
                "a\nb",
                "\u007f",
                "\u009f",
                "\ud800",
                "a\udc00",
                "\udc00\ud800"
            })
    void name_thatIsNone_isRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DocumentId(name))
                .withMessageStartingWith("document");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TenantId(name))
                .withMessageStartingWith("tenant");
    }

    @Test
    void names_areLimitedInBytesAndNotInCharacters() {
        limit(DocumentId.MAX_LENGTH, DocumentId::new);
        limit(TenantId.MAX_LENGTH, TenantId::new);
    }

    private static void limit(int bytes, Function<String, Object> name) {
        assertThat(name.apply("x".repeat(bytes))).isNotNull();
        assertThat(name.apply("é".repeat(bytes / 2))).isNotNull();
        assertThatIllegalArgumentException().isThrownBy(() -> name.apply("x".repeat(bytes + 1)));
        assertThatIllegalArgumentException().isThrownBy(() -> name.apply("é".repeat(bytes / 2) + "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> name.apply("x".repeat(10_000)));
    }

    @Test
    void names_areOrderedByTheirText() {
        assertThat(new DocumentId("a")).isLessThan(new DocumentId("b"));
        assertThat(new TenantId("b")).isGreaterThan(new TenantId("a"));
    }
}
