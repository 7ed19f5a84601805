package dev.sluice.server.transport.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitHash;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.server.storage.Transaction;
import dev.sluice.server.storage.memory.MemoryStore;
import io.vertx.core.http.HttpMethod;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToIntFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever pieces a body comes in, the same comes out. */
final class DecoderProps {
    private static final TenantId TENANT = new TenantId("acme");

    @Provide
    Arbitrary<byte[]> anyBytes() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(400);
    }

    @Property(tries = 500)
    void envelope_encodedAndDecoded_isTheSame(@ForAll String body, @ForAll List<String> values, @ForAll Random pieces) {
        String wellFormed = new String(body.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        List<String> headers = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (String value : values.subList(0, Math.min(values.size(), 5))) {
            String visible = value.replaceAll("[^!-~]", "x").strip() + ": x";
            headers.add("H" + headers.size() + ": " + visible);
            expected.add(visible);
        }
        RestlessDecoder decoder = new RestlessDecoder();
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        BodySink sink = part -> decoded.write(part.array(), part.arrayOffset() + part.position(), part.remaining());
        feed(
                RestHarness.envelope("PATCH", headers, Optional.of(wellFormed)).getBytes(StandardCharsets.UTF_8),
                pieces,
                part -> decoder.accept(part, sink));
        decoder.end();
        assertThat(decoder.method()).contains(HttpMethod.PATCH);
        assertThat(decoded.toString(StandardCharsets.UTF_8)).isEqualTo(wellFormed);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(decoder.headers().get("h" + i)).isEqualTo(expected.get(i));
        }
    }

    /** Mostly what forms have, and bytes that they have not. */
    @Provide
    Arbitrary<byte[]> formBytes() {
        return Arbitraries.frequencyOf(
                        Tuple.of(
                                20, Arbitraries.of("abcdefgh", "0123456789abcdef", "-_.*~", "%C3%A4", "%25", "+", "=")),
                        Tuple.of(2, Arbitraries.of("&", "&body=", "method=PUT&", "header=A%3A+b&")),
                        Tuple.of(
                                1,
                                Arbitraries.of(
                                        "%", "%4", "%zz", "%4+", "\u00e4\u00f6", "\u0000\u001f", "\u007f\u0080")))
                .list()
                .ofMaxSize(60)
                .map(parts -> String.join("", parts).getBytes(StandardCharsets.ISO_8859_1));
    }

    @Property(tries = 2_000)
    void envelope_ofAnyBytes_isDecodedAsByteByByte(@ForAll("formBytes") byte[] form, @ForAll Random pieces) {
        byte[] all = concatenated("body=".getBytes(StandardCharsets.US_ASCII), form);
        assertThat(decoded(all, random -> 1, pieces)).isEqualTo(decoded(all, random -> 1 + random.nextInt(40), pieces));
        assertThat(decoded(all, random -> 1, pieces)).isEqualTo(decoded(all, random -> all.length, pieces));
    }

    /** Returns body, method and headers, or nothing if the form is refused; which of two faults is named may depend on the pieces. */
    private static List<Object> decoded(byte[] form, ToIntFunction<Random> length, Random pieces) {
        RestlessDecoder decoder = new RestlessDecoder();
        GatheredBytes body = new GatheredBytes(0);
        try {
            for (int at = 0; at < form.length; ) {
                int end = Math.min(form.length, at + length.applyAsInt(pieces));
                decoder.accept(ByteBuffer.wrap(form, at, end - at), body);
                at = end;
            }
            decoder.end();
        } catch (RestException refused) {
            return List.of();
        }
        String text = new String(body.toArray(), StandardCharsets.ISO_8859_1);
        return List.of(text, decoder.method(), decoder.headers().toString());
    }

    @Property(tries = 200)
    void gathered_inAnyPieces_isTheWhole(@ForAll("anyBytes") byte[] bytes, @ForAll Random pieces) {
        GatheredBytes gathered = new GatheredBytes(pieces.nextInt(500));
        feed(bytes, pieces, part -> {
            gathered.reserve(pieces.nextInt(50));
            gathered.accept(part);
            assertThat(part.hasRemaining()).isFalse();
        });
        assertThat(gathered.size()).isEqualTo(bytes.length);
        assertThat(gathered.view()).isEqualTo(ByteBuffer.wrap(bytes));
        assertThat(gathered.toArray()).isEqualTo(bytes);
    }

    @Property(tries = 500)
    void blobJson_ofAnyText_givesItsBytes(@ForAll String text, @ForAll Random pieces) throws IOException {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        JsonFactory factory = JsonFactory.builder()
                .configure(JsonWriteFeature.ESCAPE_NON_ASCII, pieces.nextBoolean())
                .build();
        try (JsonGenerator out = factory.createGenerator(json)) {
            out.writeStartObject();
            out.writeStringField("x" + text.replaceAll("[^a-z]", ""), "\"}");
            out.writeStringField("content", text.replaceAll("[\\ud800-\\udfff]", "\ud83d\ude00"));
            out.writeStringField("encoding", "utf-8");
            out.writeEndObject();
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        BlobJsonReader reader = new BlobJsonReader(
                part -> content.write(part.array(), part.arrayOffset() + part.position(), part.remaining()), 500);
        feed(json.toByteArray(), pieces, reader);
        assertThat(reader.end()).isEqualTo(BlobEncoding.UTF8);
        assertThat(content.toString(StandardCharsets.UTF_8))
                .isEqualTo(text.replaceAll("[\\ud800-\\udfff]", "\ud83d\ude00"));
    }

    @Property(tries = 50)
    void upload_ofAnyBytesInBase64_getsTheirId(@ForAll("anyBytes") byte[] seed, @ForAll Random pieces) {
        byte[] bytes = repeated(seed, pieces.nextInt(3) * BlobContent.MEMORY_BYTES);
        String base64 = Base64.getEncoder().encodeToString(bytes);
        assertThat(upload(base64, "base64", pieces)).isEqualTo(GitHash.of(GitObjectType.BLOB, bytes));
        assertThat(upload(base64, "utf-8", pieces))
                .isEqualTo(GitHash.of(GitObjectType.BLOB, base64.getBytes(StandardCharsets.US_ASCII)));
        String unpadded = base64.replace("=", "");
        assertThat(upload(unpadded, "base64", pieces)).isEqualTo(GitHash.of(GitObjectType.BLOB, bytes));
        String spoiled = base64 + "=x";
        assertThatThrownBy(() -> upload(spoiled, "base64", pieces)).isInstanceOf(RestException.class);
        assertThat(upload(spoiled, "utf-8", pieces))
                .isEqualTo(GitHash.of(GitObjectType.BLOB, spoiled.getBytes(StandardCharsets.US_ASCII)));
    }

    @Property(tries = 200)
    void base64_inAnyPieces_isTheSame(@ForAll("anyBytes") byte[] bytes, @ForAll Random pieces) {
        StringBuilder encoded = new StringBuilder();
        Base64Encoding encoding = new Base64Encoding(part -> encoded.append(StandardCharsets.US_ASCII.decode(part)));
        feed(bytes, pieces, encoding);
        encoding.end();
        assertThat(encoded.toString()).isEqualTo(Base64.getEncoder().encodeToString(bytes));
    }

    @Property(tries = 200)
    void query_encodedOnceOrTwice_isDecoded(@ForAll String text) {
        String plain =
                new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replaceAll("[%+]", "x");
        String once = RestHarness.form(plain);
        String uri = once.replace("+", "%20");
        for (String value : List.of(once, uri, RestHarness.form(uri))) {
            assertThat(new QueryString("a=1&q=" + value + "&q=other&b").value("q"))
                    .contains(plain);
        }
        assertThat(new QueryString("a=1&b").value("b")).contains("");
        assertThat(new QueryString(null).value("b")).isEmpty();
    }

    @Property(tries = 200)
    void route_withAnySegments_isFoundOrNot(@ForAll List<String> segments) {
        RouteTable table = new RouteTable(
                List.of(Route.get("/repos/{tenant}/x/{rest*}", Access.OPEN, request -> {
                    throw new AssertionError();
                })),
                RestListener.NONE);
        List<String> path = new ArrayList<>(List.of("repos", "t", "x"));
        path.addAll(segments);
        Optional<Map<String, String>> found = table.find(HttpMethod.GET, path).map(RouteTable.Match::parameters);
        assertThat(found.isPresent()).isEqualTo(!segments.isEmpty());
        found.ifPresent(parameters ->
                assertThat(parameters).isEqualTo(Map.of("tenant", "t", "rest", String.join("/", segments))));
        assertThat(table.find(HttpMethod.POST, path)).isEmpty();
    }

    private static GitId upload(String content, String encoding, Random pieces) {
        try (MemoryStore store = new MemoryStore();
                BlobUpload upload = new BlobUpload(TENANT, store, RestLimits.DEFAULTS)) {
            String json = "{\"content\":\"" + content + "\",\"encoding\":\"" + encoding + "\"}";
            feed(json.getBytes(StandardCharsets.UTF_8), pieces, upload);
            BlobUpload.Ready ready = upload.finish();
            store.write(Transaction.of(ready.mutation())).join();
            assertThat(store.<Boolean>read(view -> view.contains(TENANT, ready.id())))
                    .isTrue();
            return ready.id();
        }
    }

    private static byte[] repeated(byte[] seed, int atLeast) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(seed);
        while (seed.length > 0 && bytes.size() < atLeast) {
            bytes.writeBytes(seed);
        }
        return bytes.toByteArray();
    }

    private static byte[] concatenated(byte[] first, byte[] second) {
        byte[] all = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static void feed(byte[] all, Random pieces, BodySink sink) {
        int most = pieces.nextBoolean() ? 7 : 100_000;
        for (int at = 0; at < all.length; ) {
            int length = Math.min(all.length - at, 1 + pieces.nextInt(most));
            sink.accept(ByteBuffer.wrap(java.util.Arrays.copyOfRange(all, at, at + length)));
            at += length;
        }
    }
}
