package dev.sluice.container.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.container.Golden;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class Lz4FrameTest {
    private static final long MAX = 64 << 20;
    private static final int BLOCK = 4 << 20;

    @Test
    void rt055_vectors_decompress() throws Exception {
        for (JsonValue value : Golden.vectors().array("lz4").orElseThrow().elements()) {
            JsonObject vector = value.asObject().orElseThrow();
            String expected = vector.string("utf8").orElseThrow();
            for (String frame : new String[] {"lz4jsFrameBase64", "storedFrameBase64"}) {
                byte[] bytes = Base64.getDecoder().decode(vector.string(frame).orElseThrow());
                assertThat(new String(Lz4Frame.decompress(bytes, MAX), StandardCharsets.UTF_8))
                        .isEqualTo(expected);
            }
        }
    }

    /** The frame was written by lz4js 0.2.0, the library of TypeScript clients, from the text below. */
    @Test
    void rt055_linkedBlocks_decompress() throws Exception {
        try (InputStream in = Lz4FrameTest.class.getResourceAsStream("/lz4/linked-blocks.lz4")) {
            assertThat(in).isNotNull();
            byte[] content = Lz4Frame.decompress(in.readAllBytes(), MAX);

            assertThat(new String(content, StandardCharsets.US_ASCII))
                    .isEqualTo(letters().repeat(5 * 512));
        }
    }

    @Test
    void rt056_contentThatDoesNotShrink_isStoredAsInTheVectors() {
        JsonObject vector =
                Golden.vectors().array("lz4").orElseThrow().get(0).asObject().orElseThrow();
        byte[] content = vector.string("utf8").orElseThrow().getBytes(StandardCharsets.UTF_8);

        assertThat(Base64.getEncoder().encodeToString(Lz4Frame.compress(content)))
                .isEqualTo(vector.string("storedFrameBase64").orElseThrow());
    }

    @Property
    void compress_anyContent_isHadBack(@ForAll @Size(max = 2000) byte[] content) throws Exception {
        assertThat(Lz4Frame.decompress(Lz4Frame.compress(content), MAX)).isEqualTo(content);
    }

    @Test
    void compress_contentOfSeveralBlocks_isHadBack() throws Exception {
        byte[] content = new byte[BLOCK + 1000];
        new Random(1).nextBytes(content);
        Arrays.fill(content, BLOCK, content.length, (byte) 'a');

        byte[] frame = Lz4Frame.compress(content);

        assertThat(frame).hasSizeBetween(BLOCK, BLOCK + 100);
        assertThat(Lz4Frame.decompress(frame, content.length)).isEqualTo(content);
    }

    @Test
    void decompress_moreThanAllowed_isRefused() {
        byte[] bomb = Lz4Frame.compress(new byte[BLOCK]);

        assertThat(bomb).hasSizeLessThan(20_000);
        assertThatThrownBy(() -> Lz4Frame.decompress(bomb, BLOCK - 1))
                .isInstanceOf(Lz4Frame.FormatException.class)
                .hasMessageContaining("more than 4194303 bytes");
    }

    @Test
    void decompress_everyTruncation_isRefused() {
        byte[] frame =
                Lz4Frame.compress("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".getBytes(StandardCharsets.US_ASCII));
        for (int length = 0; length < frame.length; length++) {
            byte[] cut = Arrays.copyOf(frame, length);
            assertThatThrownBy(() -> Lz4Frame.decompress(cut, MAX), "%s bytes", length)
                    .isInstanceOf(Lz4Frame.FormatException.class);
        }
    }

    @Property
    void decompress_anyBytes_endsBoundedly(@ForAll @Size(max = 300) byte[] behindTheHeader) {
        byte[] header = {0x04, 0x22, 0x4D, 0x18, 0x40, 0x70, (byte) 0xDF};
        byte[] frame = Arrays.copyOf(header, header.length + behindTheHeader.length);
        System.arraycopy(behindTheHeader, 0, frame, header.length, behindTheHeader.length);
        try {
            assertThat(Lz4Frame.decompress(frame, 10_000).length).isLessThanOrEqualTo(10_000);
        } catch (Lz4Frame.FormatException expected) {
            assertThat(expected).hasMessageContaining("LZ4 frame");
        }
    }

    private static String letters() {
        StringBuilder letters = new StringBuilder();
        for (long random = 1; letters.length() < 2048; ) {
            random = (random * 1_103_515_245 + 12_345) % (1L << 31);
            letters.append((char) ('a' + (random / 65_536) % 26));
        }
        return letters.toString();
    }
}
