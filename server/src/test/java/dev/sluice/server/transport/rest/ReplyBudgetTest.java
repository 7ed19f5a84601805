package dev.sluice.server.transport.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.server.config.Limit;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

final class ReplyBudgetTest {
    private final ReplyBudget budget = new ReplyBudget(1000);

    @Test
    void share_overTheBudget_isRefusedUntilOthersAreGivenBack() {
        ReplyBudget.Share first = budget.take(800);
        assertThatThrownBy(() -> budget.take(201)).isInstanceOfSatisfying(RestException.class, refused -> {
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.retryAfter()).isPresent();
            assertThat(refused.exceeded()).contains(Limit.REPLIES_BYTES);
        });
        budget.take(200);

        first.close();
        first.close();

        assertThat(budget.usedBytes()).isEqualTo(200);
        budget.take(800);
    }

    @Test
    void share_largerThanTheBudget_isGivenWhereThereIsNoOther() {
        ReplyBudget.Share large = budget.take(5000);
        assertThatThrownBy(() -> budget.take(1)).isInstanceOf(RestException.class);

        large.close();

        assertThat(budget.usedBytes()).isZero();
    }

    @Test
    void answer_thatManyRead_countsOnce() {
        Encoded answer = new Encoded(Buffer.buffer(new byte[600]), Buffer.buffer(new byte[100]));
        Encoded equal = new Encoded(Buffer.buffer(new byte[600]), Buffer.buffer(new byte[100]));
        ReplyBudget.Share first = budget.take(answer);
        ReplyBudget.Share second = budget.take(answer);
        assertThat(budget.usedBytes()).isEqualTo(700);
        assertThatThrownBy(() -> budget.take(equal)).isInstanceOf(RestException.class);

        first.close();
        assertThat(budget.usedBytes()).isEqualTo(700);
        second.close();
        assertThat(budget.usedBytes()).isZero();
    }
}
