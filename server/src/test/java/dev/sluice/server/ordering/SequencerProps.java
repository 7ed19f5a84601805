package dev.sluice.server.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** I2 and the clients' demands on the stream (SVC §4.7), over arbitrary histories of well- and ill-behaved clients. */
class SequencerProps {
    private static final List<String> CLIENTS = List.of("a", "b", "c", "d");
    private static final List<String> TYPES =
            List.of("op", "op", "op", "noop", "propose", "summarize", "join", "leave", "control", "unheard-of");

    /** One thing that happens to a document. */
    record Step(Kind kind, String client, String type, long countOffset, long referenceBack, long afterMs) {
        enum Kind {
            JOIN,
            JOIN_SUMMARIZER,
            LEAVE,
            SUBMIT,
            SUBMIT_HELD_NOOP,
            PASS
        }
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        Arbitrary<Step.Kind> kinds = Arbitraries.frequency(
                Tuple.of(3, Step.Kind.JOIN),
                Tuple.of(1, Step.Kind.JOIN_SUMMARIZER),
                Tuple.of(2, Step.Kind.LEAVE),
                Tuple.of(20, Step.Kind.SUBMIT),
                Tuple.of(4, Step.Kind.SUBMIT_HELD_NOOP),
                Tuple.of(3, Step.Kind.PASS));
        Arbitrary<Long> offsets = Arbitraries.frequency(Tuple.of(20, 0L), Tuple.of(1, -1L), Tuple.of(1, 2L));
        Arbitrary<Step> steps = Combinators.combine(
                        kinds,
                        Arbitraries.of(CLIENTS),
                        Arbitraries.of(TYPES),
                        offsets,
                        Arbitraries.longs().between(-2, 12),
                        Arbitraries.longs().between(0, 400_000))
                .as(Step::new);
        return steps.list().ofMinSize(1).ofMaxSize(120);
    }

    @Property
    void stream_ofAnyHistory_isWhatClientsDemand(@ForAll("histories") List<Step> history) {
        SequencerDriver document = run(history);

        long sequence = 0;
        long minimum = 0;
        long timestamp = 0;
        Set<String> members = new HashSet<>();
        Map<String, Long> counts = new HashMap<>();
        for (SequencedMessage op : document.ops) {
            assertThat(op.sequenceNumber()).as("contiguous").isEqualTo(sequence + 1);
            sequence = op.sequenceNumber();
            assertThat(op.minimumSequenceNumber()).as("never falls").isBetween(minimum, sequence);
            minimum = op.minimumSequenceNumber();
            assertThat(op.timestampMs()).isGreaterThanOrEqualTo(timestamp);
            timestamp = op.timestampMs();
            if (op.type().equals("join")) {
                String client = JoinedClient.parse(op).clientId();
                assertThat(members.add(client)).as("joins once").isTrue();
                counts.put(client, 0L);
            } else if (op.type().equals("leave")) {
                String client = RawJson.of(String.valueOf(op.data())).stringValue();
                assertThat(members.remove(client)).as("only members leave").isTrue();
            } else if (op.clientId() != null) {
                assertThat(members).as("only members send").contains(op.clientId());
                assertThat(op.clientSequenceNumber()).isGreaterThan(counts.get(op.clientId()));
                counts.put(op.clientId(), op.clientSequenceNumber());
                assertThat(op.referenceSequenceNumber()).isGreaterThanOrEqualTo(op.minimumSequenceNumber());
                assertThat(op.minimumSequenceNumber()).isLessThan(op.sequenceNumber());
            }
        }
        assertThat(document.sequencer.sequenceNumber()).isEqualTo(sequence);
        for (ClientEntry client : document.sequencer.clients()) {
            assertThat(document.sequencer.minimumSequenceNumber())
                    .as("never passes a member's reference")
                    .isLessThanOrEqualTo(client.referenceSequenceNumber);
        }
    }

    @Property(tries = 300)
    void history_runTwice_givesTheSameStream(@ForAll("histories") List<Step> history) {
        assertThat(run(history).ops).isEqualTo(run(history).ops);
    }

    @Property(tries = 300)
    void replay_ofAnyStream_continuesWithTheSameNumbers(@ForAll("histories") List<Step> history) {
        SequencerDriver document = run(history);
        Sequencer replayed = new Sequencer(SequencerOptions.DEFAULT, 0, 0, 0, document.nowMs);

        document.ops.forEach(replayed::replay);

        assertThat(replayed.sequenceNumber()).isEqualTo(document.sequencer.sequenceNumber());
        assertThat(replayed.minimumSequenceNumber()).isLessThanOrEqualTo(document.sequencer.minimumSequenceNumber());
        assertThat(replayed.clients().stream().map(client -> client.clientId))
                .containsExactlyInAnyOrderElementsOf(document.sequencer.clients().stream()
                        .map(client -> client.clientId)
                        .toList());
    }

    private static SequencerDriver run(List<Step> history) {
        SequencerDriver document = new SequencerDriver();
        for (Step step : history) {
            switch (step.kind()) {
                case JOIN -> document.join(step.client());
                case JOIN_SUMMARIZER -> document.joinSummarizer(step.client());
                case LEAVE -> document.leave(step.client());
                case PASS -> document.pass(step.afterMs());
                case SUBMIT -> submit(document, step, step.type(), RawJson.ofString("x"));
                case SUBMIT_HELD_NOOP -> submit(document, step, "noop", RawJson.NULL);
            }
        }
        return document;
    }

    private static void submit(SequencerDriver document, Step step, String type, RawJson contents) {
        long known = document.sequencer.clients().stream()
                .filter(client -> client.clientId.equals(step.client()))
                .mapToLong(client -> client.clientSequenceNumber)
                .findFirst()
                .orElse(0);
        long reference = Math.max(-1, document.sequencer.sequenceNumber() - step.referenceBack());
        document.message(step.client(), DocumentMessage.of(type, known + 1 + step.countOffset(), reference, contents));
    }
}
