package dev.sluice.server.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.DocumentKey;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Places for three documents. */
class RevisitsTest {
    private static final DocumentKey A = DocumentKey.of("t", "a");
    private static final DocumentKey B = DocumentKey.of("t", "b");
    private static final DocumentKey C = DocumentKey.of("t", "c");
    private static final DocumentKey D = DocumentKey.of("t", "d");

    private final Revisits revisits = new Revisits(3);

    private static Instant at(long seconds) {
        return Instant.ofEpochSecond(seconds);
    }

    @Test
    void documents_comeInTheOrderOfTheirTimes_eachOnce() {
        revisits.put(A, at(30));
        revisits.put(B, at(10));
        revisits.put(C, at(20));
        assertThat(revisits.next(at(9))).isEmpty();
        assertThat(revisits.next(at(20))).contains(B);
        assertThat(revisits.next(at(20))).contains(C);
        assertThat(revisits.next(at(20))).isEmpty();
        assertThat(revisits.next(at(30))).contains(A);
        assertThat(revisits.next(at(99))).isEmpty();
    }

    @Test
    void anotherTime_isInPlaceOfTheFirst() {
        revisits.put(A, at(10));
        revisits.put(A, at(20));
        assertThat(revisits.size()).isEqualTo(1);
        assertThat(revisits.at(A)).contains(at(20));
        assertThat(revisits.next(at(19))).isEmpty();
        revisits.remove(A);
        assertThat(revisits.next(at(20))).isEmpty();
    }

    @Test
    void tooMany_thoseThatAreDueLastHaveNoPlace_andAreMissedOnce() {
        revisits.put(A, at(40));
        revisits.put(B, at(20));
        revisits.put(C, at(30));
        assertThat(revisits.lacksDocuments()).isFalse();
        revisits.put(D, at(10));
        assertThat(revisits.at(A)).isEmpty();
        assertThat(revisits.size()).isEqualTo(3);
        assertThat(revisits.lacksDocuments()).as("there is no room yet").isFalse();
        assertThat(revisits.next(at(99))).contains(D);
        assertThat(revisits.next(at(99))).contains(B);
        assertThat(revisits.lacksDocuments()).isTrue();
        assertThat(revisits.lacksDocuments()).isFalse();
    }
}
