package dev.sluice.server.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.DocumentKey;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When the pool looks at what; two places, a minute's delay, and room for three. */
class ScheduleTest {
    private static final DocumentKey A = DocumentKey.of("t", "a");
    private static final DocumentKey B = DocumentKey.of("t", "b");
    private static final DocumentKey C = DocumentKey.of("t", "c");
    private static final DocumentKey D = DocumentKey.of("t", "d");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Schedule schedule = new Schedule(2, MINUTE, 3);
    private Instant now = Instant.EPOCH;

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private void note(DocumentKey... documents) {
        for (DocumentKey document : documents) {
            schedule.noted(document, now);
        }
    }

    @Test
    void noted_isDueAfterTheDelay_howeverOftenItIsNotedMeanwhile() {
        note(A);
        pass(MINUTE.dividedBy(2));
        note(A);
        assertThat(schedule.next(now)).isEmpty();
        pass(MINUTE.dividedBy(2));
        assertThat(schedule.next(now)).contains(A);
        assertThat(schedule.next(now)).isEmpty();
    }

    @Test
    void places_areNeverMoreThanThereAre() {
        note(A, B, C);
        pass(MINUTE);
        assertThat(schedule.next(now)).isPresent();
        assertThat(schedule.next(now)).isPresent();
        assertThat(schedule.next(now)).isEmpty();
        schedule.done(A, now);
        assertThat(schedule.next(now)).contains(C);
    }

    @Test
    void room_isBounded_andWhatDidNotFitComesAgain() {
        note(A, B, C, D);
        assertThat(schedule.waiting()).isEqualTo(3);
        pass(MINUTE);
        assertThat(schedule.next(now)).contains(A);
        note(D);
        pass(MINUTE);
        schedule.next(now);
        schedule.done(A, now);
        schedule.done(B, now);
        assertThat(schedule.next(now)).contains(C);
        assertThat(schedule.next(now)).contains(D);
    }

    @Test
    void done_isForgotten_unlessItHadNewOpsMeanwhile() {
        note(A);
        pass(MINUTE);
        schedule.next(now);
        schedule.done(A, now);
        pass(MINUTE.multipliedBy(10));
        assertThat(schedule.next(now)).isEmpty();

        note(A);
        pass(MINUTE);
        schedule.next(now);
        note(A);
        schedule.done(A, now);
        assertThat(schedule.next(now)).isEmpty();
        pass(MINUTE);
        assertThat(schedule.next(now)).contains(A);
    }

    @Test
    void failures_doubleTheWaitUpToALimit_andNewOpsDoNotShortenIt() {
        Duration wait = Schedule.FIRST_RETRY;
        note(A);
        pass(MINUTE);
        for (int failure = 1; failure < 60; failure++) {
            assertThat(schedule.next(now)).contains(A);
            assertThat(schedule.failed(A, now)).isEqualTo(wait);
            assertThat(schedule.failures(A)).isEqualTo(failure);
            note(A);
            pass(wait.minusNanos(1));
            assertThat(schedule.next(now)).isEmpty();
            pass(Duration.ofNanos(1));
            Duration doubled = wait.multipliedBy(2);
            wait = doubled.compareTo(Schedule.LAST_RETRY) < 0 ? doubled : Schedule.LAST_RETRY;
        }
        assertThat(wait).isEqualTo(Schedule.LAST_RETRY);
    }

    @Test
    void success_endsTheRowOfFailures() {
        note(A);
        pass(MINUTE);
        schedule.next(now);
        schedule.failed(A, now);
        pass(Schedule.FIRST_RETRY);
        schedule.next(now);
        schedule.done(A, now);
        note(A);
        pass(MINUTE);
        schedule.next(now);
        assertThat(schedule.failed(A, now)).isEqualTo(Schedule.FIRST_RETRY);
    }

    @Test
    void failure_ofOneDocument_holdsUpNoOther() {
        note(A, B);
        pass(MINUTE);
        assertThat(schedule.next(now)).contains(A);
        schedule.failed(A, now);
        assertThat(schedule.next(now)).contains(B);
    }
}
