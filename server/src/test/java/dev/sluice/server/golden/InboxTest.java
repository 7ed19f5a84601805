package dev.sluice.server.golden;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class InboxTest {

    private static final String JOIN_SIGNAL = "42[\"signal\",{\"clientId\":null,\"content\":"
            + "\"{\\\"type\\\":\\\"join\\\",\\\"content\\\":{\\\"clientId\\\":\\\"c\\\"}}\"}]";
    private static final String SUCCESS = "42[\"connect_document_success\",{\"clientId\":\"c\",\"mode\":\"write\"}]";
    private static final String JOIN_OP = "42[\"op\",\"d\",[{\"type\":\"join\",\"clientId\":null,"
            + "\"sequenceNumber\":1,\"minimumSequenceNumber\":0,\"data\":\"{\\\"clientId\\\":\\\"c\\\"}\"}]]";

    private final Inbox inbox = new Inbox(new LiveLog());

    private void receive(String... packets) {
        for (String packet : packets) {
            inbox.add(Packet.parse(packet));
        }
    }

    private static String op(int sequence, int minimum) {
        return "42[\"op\",\"d\",[{\"type\":\"op\",\"clientId\":\"c\",\"sequenceNumber\":" + sequence
                + ",\"minimumSequenceNumber\":" + minimum + "}]]";
    }

    @Test
    void add_joinInOrder_isNoComplaint() {
        receive(JOIN_SIGNAL, SUCCESS, JOIN_OP, op(2, 1));
        assertThat(inbox.complaints()).isEmpty();
        assertThat(inbox.writers()).containsExactly("c");
    }

    @Test
    void add_answerBeforeJoinSignal_isAComplaint() {
        receive(SUCCESS, JOIN_SIGNAL, JOIN_OP);
        assertThat(inbox.complaints()).hasSize(1);
    }

    @Test
    void add_joinOpBeforeAnswer_isAComplaint() {
        receive(JOIN_SIGNAL, JOIN_OP, SUCCESS);
        assertThat(inbox.complaints()).hasSize(1);
    }

    @Test
    void add_gapInTheStream_isAComplaint() {
        receive(op(2, 1), op(4, 1));
        assertThat(inbox.complaints()).containsExactly("op 4 after op 2");
    }

    @Test
    void add_fallingMinimum_isAComplaint() {
        receive(op(2, 1), op(3, 0));
        assertThat(inbox.complaints()).containsExactly("op 3 has minimum 0 after 1");
    }

    @Test
    void add_batchedOps_arePieces() {
        receive("42[\"op\",\"d\",[{\"sequenceNumber\":1},{\"sequenceNumber\":2}]]");
        assertThat(inbox.channel(Channel.OP)).hasSize(2);
    }
}
