package dev.sluice.server.transport.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeartbeatClockTest {
    private static final EngineIoOptions OPTIONS =
            EngineIoOptions.defaults().withHeartbeat(Duration.ofMillis(25), Duration.ofMillis(20));

    /** At a moment, the client may answer or send something else; then the clock says what is due. */
    private record Step(long at, Heard heard, HeartbeatClock.Due due) {}

    private enum Heard {
        NOTHING,
        ANSWER,
        OTHER
    }

    private static Step quiet(long at, HeartbeatClock.Due due) {
        return new Step(at, Heard.NOTHING, due);
    }

    private static void play(List<Step> steps) {
        HeartbeatClock clock = new HeartbeatClock(OPTIONS, 1000);
        for (Step step : steps) {
            switch (step.heard()) {
                case NOTHING -> {}
                case ANSWER -> clock.answered(step.at());
                case OTHER -> clock.heard(step.at());
            }
            assertThat(clock.tick(step.at())).as("%s", step).isEqualTo(step.due());
        }
    }

    @Test
    void clock_answered_pingsAgainAfterTheInterval() {
        play(List.of(
                quiet(1024, HeartbeatClock.Due.NOTHING),
                quiet(1025, HeartbeatClock.Due.PING),
                quiet(1026, HeartbeatClock.Due.NOTHING),
                new Step(1030, Heard.ANSWER, HeartbeatClock.Due.NOTHING),
                quiet(1054, HeartbeatClock.Due.NOTHING),
                quiet(1055, HeartbeatClock.Due.PING)));
    }

    @Test
    void clock_notAnswered_givesUpAfterTheTimeout() {
        play(List.of(
                quiet(1025, HeartbeatClock.Due.PING),
                quiet(1044, HeartbeatClock.Due.NOTHING),
                quiet(1045, HeartbeatClock.Due.LOST)));
    }

    @Test
    void clock_otherPacketsWhileWaiting_extendTheWaitOnce() {
        play(List.of(
                quiet(1025, HeartbeatClock.Due.PING),
                new Step(1040, Heard.OTHER, HeartbeatClock.Due.NOTHING),
                new Step(1059, Heard.OTHER, HeartbeatClock.Due.NOTHING),
                quiet(1060, HeartbeatClock.Due.LOST)));
    }

    @Test
    void clock_answerNobodyAskedFor_changesNothing() {
        play(List.of(
                new Step(1020, Heard.ANSWER, HeartbeatClock.Due.NOTHING),
                new Step(1025, Heard.OTHER, HeartbeatClock.Due.PING)));
    }
}
