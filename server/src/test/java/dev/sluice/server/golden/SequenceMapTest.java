package dev.sluice.server.golden;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SequenceMapTest {

    private final SequenceMap numbers = new SequenceMap();

    @Test
    void live_beforeAnythingIsKnown_isTheRecordedNumber() {
        assertThat(numbers.live(4)).isEqualTo(4);
        assertThat(numbers.live(-1)).isEqualTo(-1);
    }

    @Test
    void live_afterAnInsertedOp_isAsFarAhead() {
        numbers.bind(2, 2);
        numbers.bind(3, 4);
        assertThat(numbers.live(2)).isEqualTo(2);
        assertThat(numbers.live(5)).isEqualTo(6);
    }

    @Test
    void reached_afterTwoOpsChangedPlaces_coversBoth() {
        numbers.bind(2, 2);
        numbers.bind(3, 4);
        numbers.bind(4, 3);
        assertThat(numbers.reached(2)).isEqualTo(2);
        assertThat(numbers.reached(3)).isEqualTo(4);
        assertThat(numbers.reached(4)).isEqualTo(4);
    }

    @Test
    void bind_otherNumberForTheSameOp_isRefused() {
        assertThat(numbers.bind(2, 2)).isTrue();
        assertThat(numbers.bind(2, 2)).isTrue();
        assertThat(numbers.bind(2, 3)).isFalse();
    }

    @Test
    void submitted_messages_referToWhatTheClientHasSeen() {
        numbers.bind(3, 4);
        Packet packet = Packet.parse(
                "42[\"submitOp\",\"c\",[[{\"referenceSequenceNumber\":3}]," + "{\"referenceSequenceNumber\":-1}]]");
        assertThat(Renumbering.submitted(numbers, packet).payload())
                .isEqualTo("[\"submitOp\",\"c\",[[{\"referenceSequenceNumber\":4}],{\"referenceSequenceNumber\":-1}]]");
    }
}
