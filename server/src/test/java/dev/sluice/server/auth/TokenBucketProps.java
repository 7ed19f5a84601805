package dev.sluice.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.config.RateLimit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

final class TokenBucketProps {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000_000);

    record Step(int demand, int waitMs) {}

    @Property
    void taken_overAnyHistory_staysUnderBurstPlusRefillPlusOneOverdraft(
            @ForAll @IntRange(min = 1, max = 1000) int perSecond,
            @ForAll @IntRange(min = 1, max = 1000) int burst,
            @ForAll("steps") List<Step> steps) {
        TokenBucket bucket = new TokenBucket(new RateLimit(perSecond, burst), now::get);
        long start = now.get();
        long taken = 0;
        long overdraft = 0;
        for (Step step : steps) {
            now.addAndGet(TimeUnit.MILLISECONDS.toNanos(step.waitMs()));
            if (bucket.tryTake(step.demand()) == 0) {
                taken += step.demand();
                overdraft = Math.max(overdraft, step.demand() - burst);
            }
            double refilled = (now.get() - start) / 1e9 * perSecond;
            assertThat((double) taken).isLessThanOrEqualTo(burst + refilled + overdraft + 1e-6);
        }
    }

    @Property
    void refusedDemand_afterTheWaitItNames_isGranted(
            @ForAll @IntRange(min = 1, max = 100_000) int perSecond,
            @ForAll @IntRange(min = 1, max = 1000) int burst,
            @ForAll("steps") List<Step> steps) {
        TokenBucket bucket = new TokenBucket(new RateLimit(perSecond, burst), now::get);
        for (Step step : steps) {
            now.addAndGet(TimeUnit.MILLISECONDS.toNanos(step.waitMs()));
            long wait = bucket.tryTake(step.demand());
            if (wait > 0) {
                now.addAndGet(TimeUnit.MILLISECONDS.toNanos(wait));
                assertThat(bucket.tryTake(step.demand())).isZero();
            }
        }
    }

    @Example
    void noLimit_anyDemand_isGranted() {
        TokenBucket bucket = new TokenBucket(new RateLimit(0, 1), now::get);
        assertThat(bucket.tryTake(Integer.MAX_VALUE)).isZero();
    }

    @Example
    void keyedLimiter_oneKeyExhausted_leavesOthersAlone() {
        KeyedRateLimiter<String> limiter = new KeyedRateLimiter<>(new RateLimit(1, 2), now::get);
        assertThat(limiter.tryTake("a")).isZero();
        assertThat(limiter.tryTake("a")).isZero();
        assertThat(limiter.tryTake("a")).isEqualTo(1000);
        assertThat(limiter.tryTake("b")).isZero();
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 2000),
                        Arbitraries.integers().between(0, 3000))
                .as(Step::new)
                .list()
                .ofMaxSize(40);
    }
}
