package dev.sluice.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.driver.DeltaStorage;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.loader.InboundQueue.Gap;
import dev.sluice.loader.Kit.Member;
import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How ops come in, and which are refused (runtime-formats §2.2). */
class InboundTest {
    private final Kit kit = Kit.atOnce();
    private final Wiretap tap = new Wiretap(kit.driver);
    private final Member ada = kit.load();

    @Test
    void rt013_missingOps_areFetchedPageByPage_andProcessedInOrder() {
        List<String> texts =
                IntStream.range(0, 4_500).mapToObj(i -> "text " + i).toList();
        texts.forEach(ada::edit);
        Member bob = tapped();

        assertThat(bob.state()).isEqualTo(ConnectionState.CONNECTED);
        assertThat(bob.list().sequenced).isEqualTo(texts);
        assertThat(tap.fetchedAfter).containsExactly(0L, 2_000L, 4_000L);
    }

    @Test
    void rt013_nextPage_isFetchedWhileOneIsProcessed() {
        List<String> steps = new ArrayList<>();
        ContainerEnvironment atOnce = new ContainerEnvironment(
                Runnable::run, Runnable::run, kit.time, kit.time, kit.environment.random(), wait -> {});
        InboundFlow.Processor processor = new InboundFlow.Processor() {
            @Override
            public void process(SequencedMessage op) {
                if (op.sequenceNumber() % DeltaStorage.PAGE_OPS == 0) {
                    steps.add("processed " + op.sequenceNumber());
                }
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void fail(ContainerException cause) {
                throw cause;
            }
        };
        DeltaStorage log = (after, before) -> {
            steps.add("fetched after " + after);
            return LongStream.range(after + 1, before)
                    .mapToObj(number -> op(number, "x", null, 0))
                    .toList();
        };
        ContainerThread thread = new ContainerThread(Runnable::run);
        InboundFlow flow =
                new InboundFlow(thread, atOnce, kit.time, log, new InboundQueue(InboundLimits.DEFAULTS, 0), processor);

        thread.execute(() -> flow.know(3L * DeltaStorage.PAGE_OPS));

        assertThat(steps)
                .containsExactly(
                        "fetched after 0",
                        "fetched after 2000",
                        "processed 2000",
                        "fetched after 4000",
                        "processed 4000",
                        "processed 6000");
    }

    @Test
    void rt013_gapInTheStream_isFilled() {
        Member bob = tapped();
        long next = bob.number() + 2;
        ada.edit("one");
        ada.edit("two");
        tap.fetchedAfter.clear();
        InboundQueue queue = new InboundQueue(InboundLimits.DEFAULTS, 2);
        List<SequencedMessage> log = kit.log();
        queue.offer(InboundOp.of(log.get((int) next - 1)));

        assertThat(queue.poll()).isEmpty();
        assertThat(queue.gap()).contains(new Gap(2, next));
        log.forEach(op -> queue.offer(InboundOp.of(op)));
        assertThat(queue.gap()).isEmpty();
        assertThat(polled(queue)).containsExactly(3L, 4L);
    }

    @Test
    void whatLiesBehindAGap_isHeldUpToTheLimit_andFetchedAgain() {
        InboundQueue queue = new InboundQueue(new InboundLimits(3, 1_000, 1_000), 0);
        LongStream.rangeClosed(2, 9).forEach(i -> queue.offer(InboundOp.of(op(i, "x", null, 0))));
        assertThat(queue.gap()).contains(new Gap(0, 2));
        queue.offer(InboundOp.of(op(1, "x", null, 0)));
        assertThat(polled(queue)).containsExactly(1L, 2L, 3L);
        assertThat(queue.gap()).contains(new Gap(3, 10));
    }

    @Test
    void opOverTheLimit_isRefused() {
        InboundQueue queue = new InboundQueue(new InboundLimits(3, 1_000, 10), 0);
        assertThatThrownBy(() -> queue.offer(InboundOp.of(op(1, "12345678901", null, 0))))
                .isInstanceOf(ContainerException.class)
                .hasMessageContaining("op 1 has 13 bytes");
    }

    @Test
    void rt014_repeatedOp_mayBeWrittenWithOtherEscapes() {
        InboundQueue queue = new InboundQueue(InboundLimits.DEFAULTS, 0);
        queue.offer(InboundOp.of(message(MessageType.OP, 1, "\"\\u0061/\"", null, 0, -1)));
        queue.offer(InboundOp.of(message(MessageType.OP, 1, "\"a\\/\"", null, 0, -1)));
        SequencedMessage other = message(MessageType.OP, 1, "\"b/\"", null, 0, -1);
        assertThatThrownBy(() -> queue.offer(InboundOp.of(other))).isInstanceOf(ContainerException.class);
        assertThat(polled(queue)).containsExactly(1L);
    }

    @Test
    void rt014_repeatedOp_mustBeTheSame() {
        Member bob = tapped();
        ada.edit("one");
        kit.time.settle();
        SequencedMessage last = kit.log().get(kit.log().size() - 1);
        tap.tell(last);
        kit.time.settle();
        assertThat(bob.cause).isEmpty();

        tap.tell(with(last, "\"other\""));
        kit.time.settle();
        assertThat(bob.cause).get().satisfies(cause -> {
            assertThat(cause.kind()).isEqualTo(Kind.PROTOCOL_VIOLATION);
            assertThat(cause).hasMessageContaining("op " + last.sequenceNumber());
        });
        assertThat(bob.list().sequenced).containsExactly("one");
    }

    @Test
    void rt015_opOfAStranger_closes() {
        Member bob = tapped();
        tap.tell(op(bob.number() + 1, "x", "nobody", 0));
        kit.time.settle();
        assertThat(bob.cause)
                .get()
                .satisfies(cause -> assertThat(cause)
                        .hasMessageContaining("op " + (bob.number() + 1))
                        .hasMessageContaining("nobody"));
        assertThat(bob.events).endsWith("closed");
    }

    @Test
    void rt015_lateNoopOfAClientThatLeft_isHarmless_butItsOpIsNot() {
        String adasId = ada.clientId();
        Member bob = tapped();
        ada.container.close();
        kit.time.settle();
        long next = bob.number() + 1;
        tap.tell(message(MessageType.NOOP, next, null, adasId, 0, 9));
        kit.time.settle();
        assertThat(bob.cause).isEmpty();
        assertThat(bob.number()).isEqualTo(next);
        tap.tell(op(next + 1, "x", adasId, 0));
        kit.time.settle();
        assertThat(bob.cause).get().extracting(ContainerException::kind).isEqualTo(Kind.PROTOCOL_VIOLATION);
    }

    @Test
    void minimumThatFallsOrIsTooHigh_closes() {
        for (long minimum : new long[] {-1, 10_000}) {
            Member bob = tapped();
            tap.tell(message(MessageType.OP, bob.number() + 1, "\"x\"", ada.clientId(), minimum, 90));
            kit.time.settle();
            assertThat(bob.cause)
                    .get()
                    .satisfies(cause -> assertThat(cause).hasMessageContaining("minimum sequence number " + minimum));
        }
    }

    @Test
    void clientSequenceNumberThatDoesNotRise_closes() {
        Member bob = tapped();
        ada.edit("one");
        kit.time.settle();
        tap.tell(message(MessageType.OP, bob.number() + 1, "\"x\"", ada.clientId(), 1, 1));
        kit.time.settle();
        assertThat(bob.cause)
                .get()
                .satisfies(cause -> assertThat(cause)
                        .hasMessageContaining("client sequence number 1")
                        .hasMessageContaining("rise"));
    }

    @Test
    void rt006_joinWithItsDataInTheContents_isRead() {
        Member bob = tapped();
        String data = "{\"clientId\":\"old\",\"detail\":{}}";
        tap.tell(message(
                MessageType.JOIN, bob.number() + 1, RawJson.ofString(data).toString(), null, 0, -1));
        kit.time.settle();
        assertThat(bob.on(() -> bob.container.quorum().isMember("old"))).isTrue();
    }

    @Test
    void malformedJoin_closes() {
        Member bob = tapped();
        tap.tell(message(MessageType.JOIN, bob.number() + 1, "\"no json\"", null, 0, -1));
        kit.time.settle();
        assertThat(bob.cause).get().extracting(ContainerException::kind).isEqualTo(Kind.PROTOCOL_VIOLATION);
    }

    @Test
    void exceptionOfTheRuntime_closesWithItsCause() {
        Member bob = tapped();
        tap.tell(message(MessageType.OP, bob.number() + 1, "7", ada.clientId(), 0, 90));
        kit.time.settle();
        assertThat(bob.cause).get().satisfies(cause -> {
            assertThat(cause.kind()).isEqualTo(Kind.DATA_PROCESSING);
            assertThat(cause).hasMessageContaining("op " + bob.number()).hasCauseInstanceOf(RuntimeException.class);
        });
    }

    @Test
    void rt053_localBatch_isFlushedBeforeTheNextOp() {
        Member bob = kit.load();
        bob.run(() -> ((ListRuntime) bob.container.runtime()).append("begun before"));
        long reference = bob.number();
        ada.edit("remote");
        kit.time.settle();

        assertThat(bob.list().sequenced).containsExactly("remote", "begun before");
        assertThat(kit.log().get(kit.log().size() - 1).referenceSequenceNumber())
                .isEqualTo(reference);
    }

    private Member tapped() {
        return kit.load(ContainerOptions.DEFAULTS, LoadRequest.latest(Kit.KEY), tap);
    }

    private static List<Long> polled(InboundQueue queue) {
        List<Long> numbers = new ArrayList<>();
        for (Optional<SequencedMessage> op = queue.poll(); op.isPresent(); op = queue.poll()) {
            numbers.add(op.get().sequenceNumber());
        }
        return numbers;
    }

    private static SequencedMessage with(SequencedMessage op, String text) {
        return message(
                op.type(),
                op.sequenceNumber(),
                RawJson.ofString(text).toString(),
                op.clientId(),
                op.minimumSequenceNumber(),
                op.clientSequenceNumber());
    }

    private static SequencedMessage op(long number, String text, @Nullable String clientId, long minimum) {
        return message(MessageType.OP, number, RawJson.ofString(text).toString(), clientId, minimum, 90);
    }

    private static SequencedMessage message(
            String type,
            long number,
            @Nullable String contents,
            @Nullable String clientId,
            long minimum,
            long clientSequenceNumber) {
        return new SequencedMessage(
                clientId,
                clientSequenceNumber,
                contents == null ? null : RawJson.of(contents),
                null,
                null,
                minimum,
                number - 1,
                number,
                1,
                type,
                null);
    }
}
