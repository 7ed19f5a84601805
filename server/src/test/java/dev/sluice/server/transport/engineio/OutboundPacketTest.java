package dev.sluice.server.transport.engineio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundPacketTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 125, 126, 127, 65_535, 65_536, 1_000_000})
    void webSocketFrame_ofEachLength_isWhatNettyEncodes(int length) {
        byte[] packet = "x".repeat(length).getBytes(StandardCharsets.UTF_8);
        ByteBuf ours = OutboundPacket.of(packet).webSocketFrame(ByteBufAllocator.DEFAULT);
        EmbeddedChannel netty = new EmbeddedChannel(new WebSocket13FrameEncoder(false));
        netty.writeOutbound(new TextWebSocketFrame(Unpooled.wrappedBuffer(packet)));
        ByteBuf theirs = Unpooled.buffer();
        for (ByteBuf part = netty.readOutbound(); part != null; part = netty.readOutbound()) {
            theirs.writeBytes(part);
            part.release();
        }
        assertThat(ours).isEqualTo(theirs);
        ours.release();
        netty.finishAndReleaseAll();
    }

    @Test
    void of_nothing_isMisuse() {
        assertThatThrownBy(() -> OutboundPacket.of(new byte[0])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void outbox_packetLargerThanTheLimit_isTakenBesideALittle() {
        OutboundPacket small = OutboundPacket.of(new byte[100]);
        OutboundPacket large = OutboundPacket.of(new byte[5000]);
        Outbox outbox = new Outbox(2000);

        assertThat(outbox.offer(small)).isTrue();
        assertThat(outbox.offer(large)).isTrue();
        assertThat(outbox.offer(small)).isTrue();
        assertThat(outbox.offer(large)).isFalse();

        outbox.clear();
        assertThat(outbox.queuedCost()).isZero();
    }

    @Test
    void outbox_overItsLimit_takesNoMoreButAlwaysOne() {
        OutboundPacket packet = OutboundPacket.of(new byte[1000]);
        Outbox small = new Outbox(10);
        assertThat(small.offer(packet)).isTrue();
        assertThat(small.offer(packet)).isFalse();
        Outbox outbox = new Outbox(3L * packet.cost());
        for (int i = 0; i < 3; i++) {
            assertThat(outbox.offer(packet)).isTrue();
        }
        assertThat(outbox.offer(packet)).isFalse();
        assertThat(outbox.poll()).isSameAs(packet);
        assertThat(outbox.offer(packet)).isTrue();
        outbox.clear();
        assertThat(outbox.queuedCost()).isZero();
        assertThat(outbox.isEmpty()).isTrue();
    }
}
