package dev.sluice.agent.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.Attempt;
import dev.sluice.agent.SummarizerOptions;
import dev.sluice.agent.recorded.RecordedSession.Written;
import dev.sluice.agent.recorded.SummaryComparison.Difference;
import dev.sluice.container.RuntimeOptions;
import dev.sluice.gc.config.GcOptions;
import dev.sluice.gc.config.GcSettings;
import dev.sluice.gc.session.GcSetup;
import dev.sluice.gc.telemetry.GcEventSink;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every summary that was recorded of the reference implementation is written once more by a summarizer of this project, which
 * hears what the recorded one heard: the same graph, ages, tombstones, deleted nodes and flags, the same ops to delete, at the same
 * places of the order. No time differs, for all of it is of sequenced ops. Where anything else differs {@link Allowance} says why.
 */
@Timeout(60)
class RecordedSummariesTest {
    /** Its channel has a type that is carried along only as long as nobody changes it (RT-088). */
    private static final String SHARED_TREE = "10-shared-tree";

    /** With what 07 and 08 were recorded; how long tombstones last in them only this names, and any time from 221 to 384 fits. */
    private static final SummarizerOptions OPTIONS = options(GcEventSink.NONE);

    private static SummarizerOptions options(GcEventSink events) {
        return SummarizerOptions.DEFAULT.withRuntime(RuntimeOptions.DEFAULT.withCollection(new GcSetup(
                GcOptions.DEFAULT
                        .withInactiveTimeout(Duration.ofMillis(200))
                        .withSweepGracePeriod(Duration.ofMillis(300))
                        .withSweep(),
                GcSettings.NONE,
                events)));
    }

    /** Every recorded summarizer, by the first of its summaries. */
    static Stream<Arguments> summarizers() {
        return uploads(true);
    }

    /** Every version between two summaries of one summarizer. */
    static Stream<Arguments> versionsBetween() {
        return uploads(false);
    }

    private static Stream<Arguments> uploads(boolean isFirstOfItsClient) {
        return RecordedDocument.scenarios().stream()
                .filter(scenario -> !scenario.endsWith(SHARED_TREE))
                .flatMap(scenario -> {
                    RecordedDocument document = RecordedDocument.read(scenario);
                    return IntStream.range(0, document.uploads().size())
                            .filter(upload -> document.isFirstOfItsClient(upload) == isFirstOfItsClient)
                            .mapToObj(upload -> Arguments.of(scenario, upload));
                });
    }

    @ParameterizedTest
    @MethodSource("summarizers")
    void gc096_inThePlaceOfARecordedSummarizer_sendsAndUploadsTheSame(String scenario, int first) {
        RecordedDocument document = RecordedDocument.read(scenario);
        for (Written written : RecordedSession.summaries(document, first, OPTIONS)) {
            assertThat(sent(written))
                    .isEqualTo(document.sentFor(written.recorded()).stream()
                            .map(RecordedSummariesTest::line)
                            .toList());
            assertThat(unexplained(scenario, document, written)).isEmpty();
            assertThat(written.attempt()).isCompletedWithValueMatching(Attempt::isAcknowledged);
        }
    }

    /**
     * Who takes over knows the graph, and in which order nodes became garbage, from the summary only, which sorts them; so the op
     * that deletes may name them in another order. That client's messages are counted anew, and with them the names of batches.
     */
    @ParameterizedTest
    @MethodSource("versionsBetween")
    void gc091_gc104_takingOverFromARecordedSummary_deletesAndUploadsTheSame(String scenario, int first) {
        RecordedDocument document = RecordedDocument.read(scenario);
        for (Written written : RecordedSession.summaries(document, first, OPTIONS)) {
            assertThat(swept(written.sent().stream().map(message -> Objects.requireNonNull(message.contents()))))
                    .isEqualTo(swept(document.sentFor(written.recorded()).stream()
                            .map(op -> Objects.requireNonNull(op.contents()))));
            assertThat(unexplained(scenario, document, written))
                    .filteredOn(difference -> !difference.path().equals("/.recentBatchInfo"))
                    .isEmpty();
            assertThat(written.attempt()).isCompletedWithValueMatching(Attempt::isAcknowledged);
        }
    }

    /** Every pair of a version in which everything already has its age, and a later place at which a summary was written. */
    static Stream<Arguments> olderVersions() {
        return Stream.of("v2.111.0/08-gc", "v3.0.2/08-gc")
                .flatMap(scenario -> IntStream.rangeClosed(2, 5)
                        .boxed()
                        .flatMap(version -> IntStream.rangeClosed(version + 1, 6)
                                .mapToObj(first -> Arguments.of(scenario, version, first))));
    }

    /** What the older version names as a handle is written in full, for nobody here knows the newest one. */
    @ParameterizedTest
    @MethodSource("olderVersions")
    void gc109_fromAnOlderVersion_opsLeadToTheSameStates(String scenario, int version, int first) {
        RecordedDocument document = RecordedDocument.read(scenario);
        List<String> told = new ArrayList<>();
        Written written = RecordedSession.summariesFrom(
                        document, version, first, options(event -> told.add(event.name())))
                .get(0);
        assertThat(SummaryComparison.ofContents(
                        written.tree(), written.recorded().tree(), document.version(first)))
                .filteredOn(difference -> !difference.path().equals("/.recentBatchInfo"))
                .filteredOn(difference -> !difference.path().equals("/.metadata"))
                .isEmpty();
        assertThat(written.attempt()).isCompletedWithValueMatching(Attempt::isAcknowledged);
        assertThat(told).contains("GarbageCollection_end").doesNotContain("gcUnknownOutboundReferences");
    }

    private static List<String> sent(Written written) {
        return written.sent().stream()
                .map(message -> line(
                        message.type(),
                        message.clientSequenceNumber(),
                        message.referenceSequenceNumber(),
                        Objects.requireNonNull(message.contents())))
                .toList();
    }

    private static String line(SequencedMessage op) {
        return line(
                op.type(),
                op.clientSequenceNumber(),
                op.referenceSequenceNumber(),
                Objects.requireNonNull(op.contents()));
    }

    private static String line(String type, long number, long referenceSequenceNumber, RawJson contents) {
        return type + " " + number + " @" + referenceSequenceNumber + " " + contents;
    }

    private static List<Difference> unexplained(String scenario, RecordedDocument document, Written written) {
        return differences(document, written).stream()
                .filter(difference -> Arrays.stream(Allowance.values())
                        .noneMatch(known -> known.covers(scenario, written.number(), difference)))
                .toList();
    }

    private static List<Difference> differences(RecordedDocument document, Written written) {
        return SummaryComparison.of(written.tree(), written.recorded().tree(), document.version(written.number()));
    }

    @ParameterizedTest
    @EnumSource
    void whatMayDiffer_doesSomewhere(Allowance allowance) {
        assertThat(summarizers().map(Arguments::get)).anySatisfy(upload -> {
            RecordedDocument document = RecordedDocument.read((String) upload[0]);
            assertThat(RecordedSession.summaries(document, (int) upload[1], OPTIONS))
                    .anySatisfy(written -> assertThat(differences(document, written))
                            .anyMatch(
                                    difference -> allowance.covers((String) upload[0], written.number(), difference)));
        });
    }

    private static Set<JsonValue> swept(Stream<RawJson> contents) {
        Set<JsonValue> ids = new HashSet<>();
        contents.map(text -> JsonValue.parse(text.stringValue()).asObject().orElse(JsonObject.EMPTY))
                .filter(op -> op.string("type").filter("GC"::equals).isPresent())
                .flatMap(op -> op.object("contents").stream())
                .map(sweep -> (JsonArray) sweep.require("deletedNodeIds"))
                .forEach(deleted -> ids.addAll(deleted.elements()));
        return ids;
    }
}
