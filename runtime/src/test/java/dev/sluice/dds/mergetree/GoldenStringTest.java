package dev.sluice.dds.mergetree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.json.JsonNumber;
import dev.sluice.protocol.json.JsonString;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replays what the reference implementation recorded. */
final class GoldenStringTest {
    private static final String CHANNELS = """
            04-shared-string, text
            04-shared-string, long
            04-shared-string, iv
            04b-shared-string-v1-options, text
            04b-shared-string-v1-options, long
            04b-shared-string-v1-options, iv
            12-reconnect-stashed, t
            17-random-1, t
            17-random-1, iv
            17-random-2, t
            17-random-2, iv
            """;

    private static MergeTree load(Map<String, String> blobs) {
        return MergeTree.load(new TextFormat(), new TextFormat(), blobs);
    }

    private static void apply(MergeTree tree, Recording.Op op, String channel) {
        if (op.channel().equals(channel) && !(op.op().get("type") instanceof JsonString)) {
            tree.apply(op.op(), op.at());
        } else {
            tree.observe(op.at().sequenceNumber(), op.at().minimumSequenceNumber());
        }
    }

    private static void assertState(MergeTree tree, Recording recording, String channel) {
        assertThat(Runs.of(tree).toJson())
                .isEqualTo(recording.state(channel).array("runs").orElseThrow().toJson());
        assertThat(tree.length()).isEqualTo(Fields.whole(recording.state(channel), "length"));
        assertThat(Runs.text(tree))
                .isEqualTo(recording.state(channel).string("text").orElseThrow());
    }

    @ParameterizedTest
    @CsvSource(textBlock = CHANNELS)
    void dds096_wholeLog_reachesTheRecordedState(String scenario, String channel) {
        Recording recording = new Recording(scenario);
        MergeTree tree = load(recording.attached(channel));
        recording.ops().forEach(op -> apply(tree, op, channel));
        assertState(tree, recording, channel);
    }

    @ParameterizedTest
    @CsvSource(textBlock = CHANNELS)
    void dds080_dds081_latestSnapshotAndTheRest_reachTheRecordedState(String scenario, String channel) {
        Recording recording = new Recording(scenario);
        MergeTree tree = load(recording.latest(channel));
        List<Recording.Op> ops = recording.ops();
        long from = recording.latestSequenceNumber();
        ops.stream().filter(op -> op.at().sequenceNumber() > from).forEach(op -> apply(tree, op, channel));
        assertState(tree, recording, channel);
    }

    @ParameterizedTest
    @CsvSource(textBlock = CHANNELS)
    void dds085_dds086_snapshotAnywhereInTheLog_goesOnTheSame(String scenario, String channel) {
        Recording recording = new Recording(scenario);
        List<Recording.Op> ops = recording.ops();
        MergeTree tree = load(recording.attached(channel));
        for (int i = 0; i < ops.size(); i++) {
            apply(tree, ops.get(i), channel);
            boolean lastOfBatch = i + 1 == ops.size()
                    || ops.get(i + 1).at().sequenceNumber() > ops.get(i).at().sequenceNumber();
            if (lastOfBatch && (i % 7 == 0 || ops.size() < 100) && !obliteratesInWindow(tree, ops, channel)) {
                MergeTree loaded = load(tree.summarize());
                assertThat(Runs.of(loaded).toJson()).isEqualTo(Runs.of(tree).toJson());
                ops.subList(i + 1, ops.size()).forEach(op -> apply(loaded, op, channel));
                assertState(loaded, recording, channel);
            }
        }
    }

    /** A V1 snapshot says what was obliterated, but not in what ranges; the reference loses the same. */
    private static boolean obliteratesInWindow(MergeTree tree, List<Recording.Op> ops, String channel) {
        return ops.stream()
                .filter(op -> op.channel().equals(channel)
                        && op.at().sequenceNumber() > tree.minimumSequenceNumber()
                        && op.at().sequenceNumber() <= tree.currentSequenceNumber())
                .anyMatch(op -> op.op().get("type") instanceof JsonNumber type && type.value() > 3);
    }

    @Test
    void dds083_handWrittenCatchUpOps_load() {
        Recording recording = new Recording("16b-hand-written-string-catchup", "ds");
        MergeTree tree = load(recording.latest("t"));
        long from = recording.latestSequenceNumber();
        recording.ops().stream().filter(op -> op.at().sequenceNumber() > from).forEach(op -> apply(tree, op, "t"));
        assertState(tree, recording, "text");
    }
}
