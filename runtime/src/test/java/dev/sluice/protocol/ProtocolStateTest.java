package dev.sluice.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quorum, op by op. */
class ProtocolStateTest {
    private ProtocolState state = parse("[]", "[]", "[]");

    @Test
    void members_joinAndLeaveInOrder() {
        join("a", "{\"n\": 1.0}");
        join("b", "{}");
        join("c", "{}");
        system("leave", "\"b\"", 0);
        system("leave", "\"nobody\"", 0);

        assertThat(state.members().keySet()).containsExactly("a", "c");
        assertThat(text(state.membersJson()))
                .isEqualTo("[[\"a\",{\"client\":{\"n\": 1.0},\"sequenceNumber\":1}],"
                        + "[\"c\",{\"client\":{},\"sequenceNumber\":3}]]");
        assertThat(state.sequenceNumber()).isEqualTo(5);
    }

    @Test
    void proposal_isAgreedOnWhenTheMinimumReachesIt() {
        propose("\"{\\\"key\\\":\\\"code\\\",\\\"value\\\":{\\\"v\\\": 1.0}}\"", 0);
        assertThat(text(state.proposalsJson()))
                .isEqualTo("[[1,{\"sequenceNumber\":1,\"key\":\"code\",\"value\":{\"v\": 1.0}},[]]]");
        system("noop", null, 0);
        assertThat(state.values()).isEmpty();

        system("noop", null, 1);

        assertThat(state.proposals()).isEmpty();
        assertThat(text(state.valuesJson()))
                .isEqualTo("[[\"code\",{\"key\":\"code\",\"value\":{\"v\": 1.0},\"approvalSequenceNumber\":3,"
                        + "\"commitSequenceNumber\":-1,\"sequenceNumber\":1}]]");
    }

    @Test
    void proposals_areAgreedOnInTheirOrder_andTheLastOfAKeyCounts() {
        propose("{\"key\":\"a\",\"value\":1}", 0);
        propose("{\"key\":\"b\",\"value\":2}", 0);
        propose("{\"key\":\"a\",\"value\":3}", 0);
        propose("{\"key\":\"later\",\"value\":4}", 3);

        assertThat(state.values().keySet()).containsExactly("b", "a");
        assertThat(state.values().get("a"))
                .hasToString("{\"key\":\"a\",\"value\":3,\"approvalSequenceNumber\":4,"
                        + "\"commitSequenceNumber\":-1,\"sequenceNumber\":3}");
        assertThat(state.proposals().keySet()).containsExactly(4L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "7",
                "\"\"",
                "\"text\"",
                "\"\\\"key\\\"\"",
                "[]",
                "{}",
                "{\"key\":\"a\"}",
                "{\"value\":1}",
                "{\"key\":1,\"value\":1}",
                "\"{\\\"key\\\":\"",
                "{\"key\":{},\"value\":1}"
            })
    void contentsThatAreNoProposal_haveNoEffect(String contents) {
        propose(contents, 0);
        propose(null, 0);

        assertThat(state.proposals()).isEmpty();
        assertThat(state.sequenceNumber()).isEqualTo(2);
    }

    @Test
    void state_writtenAndRead_isTheSame() {
        join("a\ud800", "{\"x\":\"\\ud800\"}");
        propose("{\"key\":\"half \\ud800\",\"value\":[1.50]}", 0);
        propose("{\"key\":\"k\",\"value\":null}", 2);

        ProtocolState read = ProtocolState.parse(3, 2, state.membersJson(), state.proposalsJson(), state.valuesJson());

        assertThat(read.members()).isEqualTo(state.members()).containsKey("a\ud800");
        assertThat(read.proposals()).isEqualTo(state.proposals()).hasSize(1);
        assertThat(read.values()).isEqualTo(state.values()).containsKey("half \ud800");
        assertThat(read.sequenceNumber()).isEqualTo(3);
        assertThat(read.minimumSequenceNumber()).isEqualTo(2);
    }

    /** Text inside a string is not looked at when an op comes in, so it may nest more deeply than input may. */
    @Test
    void proposalOrValue_nestedTooDeeply_isNone() {
        String deep = "[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH);
        propose("{\"key\":\"k\",\"value\":" + deep + "}", 0);

        assertThat(state.proposals()).isEmpty();
        assertThatThrownBy(() -> ProtocolState.created(0, ("[[\"k\"," + deep + "]]").getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** What was nested as deeply as input may be lies deeper in the blobs. */
    @Test
    void state_thatHoldsDeeplyNestedValues_canBeReadAgain() {
        String deep = "[".repeat(Json.MAX_DEPTH - 1) + "]".repeat(Json.MAX_DEPTH - 1);
        join("a", deep);
        propose("{\"key\":\"agreed\",\"value\":" + deep + "}", 2);
        propose("{\"key\":\"waiting\",\"value\":" + deep + "}", 2);

        ProtocolState read = ProtocolState.parse(3, 2, state.membersJson(), state.proposalsJson(), state.valuesJson());

        assertThat(read.members()).isEqualTo(state.members());
        assertThat(read.proposals()).isEqualTo(state.proposals()).hasSize(1);
        assertThat(read.values()).isEqualTo(state.values()).hasSize(1);
    }

    @Test
    void opOutOfOrder_isRefused() {
        for (long number : List.of(0L, 2L)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> state.apply(op("noop", RawJson.NULL, null, number, 0)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{}", "{\"clientId\":\"a\"}", "{\"detail\":{}}", "{\"clientId\":1,\"detail\":{}}", "[]"})
    void joinThatNamesNoClient_isRefused(String data) {
        assertThatIllegalArgumentException().isThrownBy(() -> system("join", data, 0));
    }

    @Test
    void membershipWithoutData_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> system("join", null, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> system("leave", null, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> system("leave", "", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> system("leave", "7", 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "[",
                "[1]",
                "[[]]",
                "[{}]",
                "[[\"a\"]]",
                "[[\"a\",1,2]]",
                "[[null,1]]",
                "[[[\"a\"],1]]",
                "[[\"a\",1]",
                "[[\"a\",1]] []",
                "\"[]\""
            })
    void blobsOfAnotherForm_areRefused(String blob) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse("[]", "[]", blob));
        assertThatIllegalArgumentException().isThrownBy(() -> parse(blob, "[]", "[]"));
        assertThatIllegalArgumentException().isThrownBy(() -> parse("[]", blob, "[]"));
    }

    private void join(String clientId, String detail) {
        system(
                "join",
                new JsonWriter(64)
                        .ascii("{\"clientId\":")
                        .string(clientId)
                        .ascii(",\"detail\":")
                        .value(RawJson.of(detail))
                        .ascii("}")
                        .toRawJson()
                        .toString(),
                0);
    }

    private void propose(@Nullable String contents, long minimum) {
        state = state.apply(op(
                "propose", contents == null ? null : RawJson.of(contents), null, state.sequenceNumber() + 1, minimum));
    }

    private void system(String type, @Nullable String data, long minimum) {
        state = state.apply(op(type, RawJson.NULL, data, state.sequenceNumber() + 1, minimum));
    }

    private static SequencedMessage op(
            String type, @Nullable RawJson contents, @Nullable String data, long number, long minimum) {
        return new SequencedMessage(null, -1, contents, null, null, minimum, -1, number, 0, type, data);
    }

    private static ProtocolState parse(String members, String proposals, String values) {
        return ProtocolState.parse(0, 0, bytes(members), bytes(proposals), bytes(values));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
