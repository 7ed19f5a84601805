package dev.sluice.protocol.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class SummaryCodecProps {
    private static final JsonFactory JSON = new JsonFactory();

    /** Writes a summary in one of the encodings. */
    private interface Writer {
        void write(SummaryTree tree, JsonGenerator json) throws IOException;
    }

    /** Reads a summary in one of the encodings. */
    private interface Reader {
        SummaryTree read(JsonParser parser, SummaryLimits limits) throws IOException;
    }

    @Provide
    Arbitrary<SummaryTree> anyTree() {
        return SummaryTrees.trees(true);
    }

    @Provide
    Arbitrary<SummaryTree> textTree() {
        return SummaryTrees.trees(false);
    }

    @Provide
    Arbitrary<String> names() {
        return SummaryTrees.names();
    }

    @Property(tries = 300)
    void wholeSummary_writtenAndRead_isTheSame(@ForAll("anyTree") SummaryTree tree) throws IOException {
        byte[] json = encode(tree, WholeSummaryCodec::writeTree);
        assertThat(decode(json, WholeSummaryCodec::readTree)).isEqualTo(tree);
        byte[] entries = encode(tree, WholeSummaryCodec::writeEntries);
        assertThat(decode(entries, WholeSummaryCodec::readEntries)).isEqualTo(tree);
    }

    @Property(tries = 300)
    void rawSummary_writtenAndRead_isTheSameAsTheWholeOne(@ForAll("textTree") SummaryTree tree) throws IOException {
        SummaryTree raw = decode(encode(tree, RawSummaryCodec::writeTree), RawSummaryCodec::readTree);
        SummaryTree whole = decode(encode(tree, WholeSummaryCodec::writeTree), WholeSummaryCodec::readTree);
        assertThat(raw).isEqualTo(tree).isEqualTo(whole);
    }

    @Property
    void path_encodedAndDecoded_isTheName(@ForAll("names") String name) {
        String segment = SummaryPath.encode(name);
        assertThat(segment).doesNotContain("/", " ", "\0").isASCII();
        assertThat(SummaryPath.decode(segment)).isEqualTo(name);
        assertThat(SummaryPath.encode(SummaryPath.decode(segment))).isEqualTo(segment);
        assertThat(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8))
                .isEqualTo(name);
    }

    @Example
    void path_ofEveryAsciiCharacter_isEncodedAsJavaScriptDoes() {
        StringBuilder encoded = new StringBuilder();
        for (char c = ' '; c < 127; c++) {
            encoded.append(SummaryPath.encode(String.valueOf(c)));
        }
        assertThat(encoded.toString())
                .isEqualTo("%20!%22%23%24%25%26'()*%2B%2C-.%2F0123456789%3A%3B%3C%3D%3E%3F%40"
                        + "ABCDEFGHIJKLMNOPQRSTUVWXYZ%5B%5C%5D%5E_%60abcdefghijklmnopqrstuvwxyz%7B%7C%7D~");
        assertThat(SummaryPath.encode("é😀")).isEqualTo("%C3%A9%F0%9F%98%80");
        assertThatThrownBy(() -> SummaryPath.decode("%F")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SummaryPath.decode("%C3")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SummaryPath.encode("\ud800")).isInstanceOf(IllegalArgumentException.class);
    }

    @Example
    void text_withLoneSurrogates_becomesReplacementCharacters() {
        assertThat(SummaryBlob.ofText("a\ud800b\udc00\ud83d\ude00").text()).contains("a\uFFFDb\uFFFD😀");
        assertThat(SummaryBlob.of(new byte[] {(byte) 0xFF}).text()).isEmpty();
    }

    @Example
    void summary_overAnyLimit_isRefused() throws IOException {
        SummaryTree tree = SummaryTree.builder()
                .put("a", SummaryTree.builder().text("b", "12345").build())
                .text("c", "12345")
                .build();
        byte[] json = encode(tree, WholeSummaryCodec::writeTree);
        byte[] raw = encode(tree, RawSummaryCodec::writeTree);
        assertThat(decode(json, limited(2, 3, 5, 10))).isEqualTo(tree);
        for (SummaryLimits limits : new SummaryLimits[] {
            new SummaryLimits(1, 3, 9, 5, 10),
            new SummaryLimits(2, 2, 9, 5, 10),
            new SummaryLimits(2, 3, 9, 4, 10),
            new SummaryLimits(2, 3, 9, 5, 9)
        }) {
            assertThatThrownBy(() -> decode(json, (parser, unused) -> WholeSummaryCodec.readTree(parser, limits)))
                    .isInstanceOfSatisfying(
                            SummaryFormatException.class,
                            refused -> assertThat(refused.exceeded()).contains(exceeded(limits)));
            assertThatThrownBy(() -> decode(raw, (parser, unused) -> RawSummaryCodec.readTree(parser, limits)))
                    .isInstanceOfSatisfying(
                            SummaryFormatException.class,
                            refused -> assertThat(refused.exceeded()).contains(exceeded(limits)));
        }
    }

    private static SummaryFormatException.Bound exceeded(SummaryLimits limits) {
        if (limits.maxDepth() < 2) {
            return SummaryFormatException.Bound.DEPTH;
        }
        return limits.maxEntries() < 3 ? SummaryFormatException.Bound.ENTRIES : SummaryFormatException.Bound.BYTES;
    }

    @Example
    void raw_ofBinary_isRefused() {
        SummaryTree tree = SummaryTree.builder()
                .put("a", SummaryBlob.of(new byte[] {(byte) 0xC0}))
                .build();
        assertThatThrownBy(() -> encode(tree, RawSummaryCodec::writeTree)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Reader limited(int depth, int entries, long blob, long total) {
        return (parser, unused) ->
                WholeSummaryCodec.readTree(parser, new SummaryLimits(depth, entries, 9, blob, total));
    }

    private static byte[] encode(SummaryTree tree, Writer writer) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            writer.write(tree, json);
        }
        return out.toByteArray();
    }

    private static SummaryTree decode(byte[] json, Reader reader) throws IOException {
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            SummaryTree tree = reader.read(parser, SummaryLimits.DEFAULTS);
            assertThat(parser.nextToken()).isNull();
            return tree;
        }
    }
}
