package dev.sluice.server.transport.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class Utf8Props {
    @Property(tries = 2000)
    void isValid_agreesWithTheDecoderOfTheJdk(@ForAll("nearlyUtf8") byte[] bytes) {
        assertThat(Utf8.isValid(bytes, 0, bytes.length)).isEqualTo(decodes(bytes));
    }

    @Property(tries = 500)
    void isValid_anyText_isTrueAtAnyOffset(@ForAll String text, @ForAll byte before) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        byte[] shifted = new byte[encoded.length + 2];
        shifted[0] = before;
        shifted[encoded.length + 1] = (byte) 0xff;
        System.arraycopy(encoded, 0, shifted, 1, encoded.length);
        assertThat(Utf8.isValid(shifted, 1, encoded.length)).isTrue();
    }

    private static boolean decodes(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }

    /** Bytes that are mostly lead and tail bytes, at the edges of their ranges. */
    @Provide
    Arbitrary<byte[]> nearlyUtf8() {
        Arbitrary<Byte> edges = Arbitraries.of(
                        0x61, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed,
                        0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff)
                .map(Number::byteValue);
        return edges.array(byte[].class).ofMaxSize(12);
    }
}
