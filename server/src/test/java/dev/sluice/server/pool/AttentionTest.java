package dev.sluice.server.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.RawJson;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttentionTest {
    private static final RawJson SAYS_NOTHING = RawJson.of("{\"mode\":\"write\"}");
    private static final RawJson INTERACTIVE = RawJson.of("{\"details\":{\"capabilities\":{\"interactive\":true}}}");
    private static final RawJson HEADLESS = RawJson.of("{\"details\":{\"capabilities\":{\"interactive\":false}}}");
    private static final RawJson SUMMARIZER =
            RawJson.of("{\"details\":{\"capabilities\":{\"interactive\":false},\"type\":\"summarizer\"}}");

    @Test
    void rt083_whereAClientCanBeElected_orSummarizes_thePoolDoesNothing() {
        assertThat(Attention.to(List.of(HEADLESS, INTERACTIVE))).isEqualTo(Attention.LEFT_TO_CLIENTS);
        assertThat(Attention.to(List.of(HEADLESS, SAYS_NOTHING))).isEqualTo(Attention.LEFT_TO_CLIENTS);
        assertThat(Attention.to(List.of(HEADLESS, SUMMARIZER))).isEqualTo(Attention.LEFT_TO_CLIENTS);
    }

    @Test
    void writersOfWhomNobodyExpectsIt_orNone_areThePools() {
        assertThat(Attention.to(List.of(HEADLESS, HEADLESS))).isEqualTo(Attention.BESIDE_WRITERS);
        assertThat(Attention.to(List.of())).isEqualTo(Attention.DESERTED);
    }
}
