package dev.sluice.driver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class FramesTest {
    private static DocumentMessage op(long number, String text) {
        return new DocumentMessage("op", number, 0, RawJson.ofString(text), null, null, false);
    }

    @Test
    void batch_isOneFrameOrRefused() {
        List<DocumentMessage> batch = List.of(op(1, "語".repeat(100)), op(2, "b"));
        String frame = Frames.submitOp("c", batch, 1_000_000);

        assertThat(frame).startsWith("42[\"submitOp\",\"c\",[[{").endsWith("}]]]");
        int bytes = frame.getBytes(StandardCharsets.UTF_8).length;
        assertThat(Frames.submitOp("c", batch, bytes)).isEqualTo(frame);
        assertThatThrownBy(() -> Frames.submitOp("c", batch, bytes - 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 messages in a frame of " + bytes + " bytes");
    }
}
