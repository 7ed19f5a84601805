package dev.sluice.server.bench.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpScannerTest {
    private static final String JOIN = "{\"clientId\":null,\"clientSequenceNumber\":-1,\"contents\":null,"
            + "\"minimumSequenceNumber\":0,\"referenceSequenceNumber\":-1,\"sequenceNumber\":1,\"timestamp\":17,"
            + "\"traces\":[{\"action\":\"start\",\"service\":\"nexus\",\"timestamp\":125360.686214}],\"type\":\"join\","
            + "\"data\":\"{\\\"clientId\\\":\\\"ef70\\\",\\\"sequenceNumber\\\":99}\",\"expHash1\":\"-7089a6b9\"}";
    private static final String SET = "{\"type\":\"op\",\"clientId\":\"ef70\",\"clientSequenceNumber\":12,"
            + "\"contents\":\"{\\\"sequenceNumber\\\":7,\\\"end\\\":\\\"\\\\\\\\\\\"}\",\"metadata\":{\"batch\":true,"
            + "\"clientId\":\"other\",\"deep\":[{\"sequenceNumber\":5}]},\"minimumSequenceNumber\":3,"
            + "\"referenceSequenceNumber\":9,\"sequenceNumber\":2}";

    @Test
    void frame_withSystemAndClientOps_yieldsEachOpsOwnFields() {
        assertThat(scan("42[\"op\",\"doc\",[" + JOIN + "," + SET + "]]"))
                .containsExactly("join  -1 1 0", "op ef70 12 2 3");
    }

    @Test
    void frame_withoutOps_yieldsNone() {
        assertThat(scan("42[\"op\",\"doc\",[]]")).isEmpty();
    }

    @Test
    void op_bounds_encloseItsText() {
        byte[] bytes = ("42[\"op\",\"doc\",[" + JOIN + "," + SET + "]]").getBytes(UTF_8);
        OpScanner scanner = new OpScanner();
        scanner.start(bytes, 0, bytes.length);
        scanner.next();
        scanner.next();

        assertThat(new String(bytes, scanner.from(), scanner.to() - scanner.from(), UTF_8))
                .isEqualTo(SET);
    }

    @Test
    void frame_insideALargerBuffer_isReadWithinItsBounds() {
        byte[] bytes = ("xx42[\"op\",\"doc\",[" + SET + "]]" + SET).getBytes(UTF_8);
        OpScanner scanner = new OpScanner();
        scanner.start(bytes, 2, bytes.length - SET.length());

        assertThat(scanner.next()).isTrue();
        assertThat(scanner.next()).isFalse();
    }

    @Test
    void systemOp_isFromNobody() {
        byte[] bytes = ("42[\"op\",\"doc\",[" + JOIN + "]]").getBytes(UTF_8);
        OpScanner scanner = new OpScanner();
        scanner.start(bytes, 0, bytes.length);
        scanner.next();

        assertThat(scanner.isFrom("ef70".getBytes(UTF_8))).isFalse();
        assertThat(scanner.isFrom(new byte[0])).isFalse();
    }

    @Test
    void truncatedFrame_isRefusedWithWhatWasFound() {
        assertThatThrownBy(() -> scan("42[\"op\",\"doc\",[" + SET.substring(0, 60)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected");
        assertThatThrownBy(() -> scan("42[\"signal\",{}]")).hasMessageContaining("42[\"signal\"");
    }

    private static List<String> scan(String frame) {
        byte[] bytes = frame.getBytes(UTF_8);
        OpScanner scanner = new OpScanner();
        scanner.start(bytes, 0, bytes.length);
        List<String> ops = new ArrayList<>();
        while (scanner.next()) {
            ops.add(scanner.type() + " " + scanner.clientId() + " " + scanner.clientSequenceNumber() + " "
                    + scanner.sequenceNumber() + " " + scanner.minimumSequenceNumber());
        }
        return ops;
    }
}
