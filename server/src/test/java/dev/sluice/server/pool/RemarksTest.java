package dev.sluice.server.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.server.pool.Remarks.Remark;
import org.junit.jupiter.api.Test;

class RemarksTest {
    private static final DocumentKey A = DocumentKey.of("t", "a");
    private static final DocumentKey B = DocumentKey.of("t", "b");
    private static final DocumentKey C = DocumentKey.of("t", "c");
    private static final Remark FOREIGN = new Remark(true, "a foreign channel", 5);

    private final Remarks remarks = new Remarks(2);

    @Test
    void leftAlone_untilSomebodyElseHasSummarized() {
        assertThat(remarks.put(A, FOREIGN)).as("to be logged").isTrue();
        assertThat(remarks.put(A, FOREIGN)).as("is logged already").isFalse();
        assertThat(remarks.isLeftAlone(A, 5)).isTrue();
        assertThat(remarks.isLeftAlone(A, 9)).isFalse();
        assertThat(remarks.get(A)).isEmpty();
    }

    @Test
    void failure_isRemembered_andNoReasonToLeaveItAlone() {
        remarks.put(A, new Remark(false, "the disk is slow", 5));
        assertThat(remarks.isLeftAlone(A, 5)).isFalse();
        assertThat(remarks.get(A)).isPresent();
        assertThat(remarks.leftAlone()).isZero();
    }

    @Test
    void room_isBounded_theOldestGoes() {
        remarks.put(A, FOREIGN);
        remarks.put(B, FOREIGN);
        remarks.put(C, FOREIGN);
        assertThat(remarks.documents()).containsExactlyInAnyOrder(B, C);
        assertThat(remarks.leftAlone()).isEqualTo(2);
    }
}
