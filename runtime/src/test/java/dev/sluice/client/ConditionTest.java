package dev.sluice.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.dds.map.SharedMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Waiting until a condition holds. */
final class ConditionTest extends ClientFixture {
    @Test
    void condition_thatAnEditOfAnotherMakesHold_isToldOf() {
        FluidContainer first = client.create(SCHEMA);
        SharedMap notes = first.get(NOTES);
        FluidContainer second = client.open(first.attach());
        SharedMap theirs = second.get(NOTES);
        CompletionStage<Void> titled = second.when(() -> theirs.has("title") && theirs.has("text"));

        first.run(() -> notes.set("title", "Plan"));
        first.run(() -> notes.set("text", "Nothing yet"));

        Waiting.await(titled);
        assertThat(second.call(theirs::keys)).contains("title", "text");
        Waiting.await(second.when(() -> theirs.has("title")));
    }

    @Test
    void condition_thatNeverHolds_failsWhenItThrowsOrTheContainerEnds() {
        FluidContainer first = client.create(SCHEMA);
        first.attach();
        assertThatThrownBy(() -> Waiting.await(first.when(() -> {
                    throw new IllegalArgumentException("not a question");
                })))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a question");
        CompletionStage<Void> never = first.when(() -> false);
        first.close();
        assertThatThrownBy(() -> Waiting.await(never)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Waiting.await(first.when(() -> false))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void condition_thatNobodyWaitsForAnyMore_isNotAsked() {
        FluidContainer first = client.create(SCHEMA);
        SharedMap notes = first.get(NOTES);
        first.attach();
        AtomicInteger asked = new AtomicInteger();
        CompletionStage<Void> stage = first.when(() -> asked.incrementAndGet() < 0);
        first.run(() -> {});
        stage.toCompletableFuture().cancel(false);
        first.run(() -> {});
        int before = asked.get();

        first.run(() -> notes.set("title", "Plan"));
        first.awaitSaved();
        first.run(() -> {});

        assertThat(asked.get()).isEqualTo(before);
    }
}
