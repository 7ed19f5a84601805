package dev.sluice.server.transport.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.server.config.ServerConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BodyBudgetTest {
    @Test
    void take_countsWhatABodyCostsInMemory() {
        BodyBudget budget = new BodyBudget(1200);
        budget.take(150);
        assertThatThrownBy(() -> budget.take(51)).isInstanceOf(RestException.class);
        budget.take(50);

        budget.giveBack(200);

        budget.take(200);
        assertThatThrownBy(() -> budget.take(1)).isInstanceOf(RestException.class);
    }

    @Test
    void largestBodyThatIsAccepted_leavesRoomForAnother() {
        for (long heapMaxBytes : new long[] {64L << 20, 256L << 20, 4L << 30, 64L << 30, 512L << 30}) {
            ServerConfig config = ServerConfig.of(Map.of("summary-max-bytes", "1TiB"));
            RestLimits limits = RestLimits.of(config.rest(), config.sockets(), heapMaxBytes);
            BodyBudget budget = new BodyBudget(limits.bodiesMaxHeapBytes());

            budget.take(limits.summaryMaxBytes());
            budget.take(limits.summaryMaxBytes());

            assertThat(limits.jsonBodyMaxBytes()).isLessThanOrEqualTo(limits.summaryMaxBytes());
        }
    }
}
