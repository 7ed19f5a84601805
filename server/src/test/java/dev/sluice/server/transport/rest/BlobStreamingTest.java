package dev.sluice.server.transport.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.git.GitHash;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An attachment many times larger than the heap goes up and down.
 *
 * <p>{@code -Dsluice.test.blobMib=1024} for a gigabyte.
 */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
final class BlobStreamingTest {
    private static final int MIB = Integer.getInteger("sluice.test.blobMib", 256);
    private static final int PIECE = 3 << 18;
    private static final int PIECES = MIB * 4 / 3;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void blob_largerThanTheHeap_streamsThroughBothForms(@TempDir Path directory) throws Exception {
        Process server = start(directory);
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            String[] words = out.readLine().split(" ", -1);
            URI blobs = URI.create("http://127.0.0.1:" + words[1] + "/repos/acme/git/blobs");
            String authorization = RestHarness.storage(words[3]);
            String expected = expectedId().toHex();

            assertThat(upload(blobs, "application/json", authorization, plain()))
                    .contains(expected);
            assertThat(upload(
                            blobs,
                            "application/x-www-form-urlencoded;restless",
                            authorization,
                            enveloped(authorization)))
                    .contains(expected);
            assertDownloads(URI.create(blobs + "/" + expected), authorization, expected);
            assertThat(downloadRaw(URI.create(blobs + "/raw/" + expected), authorization))
                    .isEqualTo(expected);
            server.getOutputStream().close();
            assertThat(out.readLine()).startsWith("heap ");
            assertThat(server.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).isZero();
        } finally {
            server.destroyForcibly();
        }
    }

    private static Process start(Path directory) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--"))
                .forEach(command::add);
        command.addAll(List.of(
                "-Xmx64m",
                "-XX:MaxDirectMemorySize=64m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                BlobStreamingServer.class.getName(),
                directory.toString()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private String upload(URI uri, String type, String authorization, Iterable<byte[]> body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofMinutes(5))
                .header("Content-Type", type)
                .header("Authorization", authorization)
                .POST(HttpRequest.BodyPublishers.ofByteArrays(body))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return response.body();
    }

    private void assertDownloads(URI uri, String authorization, String expected) throws Exception {
        try (InputStream in = open(uri, authorization)) {
            String before = "{\"url\":\"\",\"sha\":\"" + expected + "\",\"size\":" + size() + ",\"content\":\"";
            assertThat(new String(in.readNBytes(before.length()), StandardCharsets.US_ASCII))
                    .isEqualTo(before);
            GitHash hash = new GitHash(GitObjectType.BLOB, size());
            for (int i = 0; i < PIECES; i++) {
                hash.update(ByteBuffer.wrap(Base64.getDecoder().decode(in.readNBytes(PIECE / 3 * 4))));
            }
            assertThat(hash.finish().toHex()).isEqualTo(expected);
            assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualTo("\",\"encoding\":\"base64\"}");
        }
    }

    private String downloadRaw(URI uri, String authorization) throws Exception {
        GitHash hash = new GitHash(GitObjectType.BLOB, size());
        try (InputStream in = open(uri, authorization)) {
            for (byte[] piece = in.readNBytes(PIECE); piece.length > 0; piece = in.readNBytes(PIECE)) {
                hash.update(ByteBuffer.wrap(piece));
            }
        }
        return hash.finish().toHex();
    }

    private InputStream open(URI uri, String authorization) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofMinutes(5))
                .header("Authorization", authorization)
                .build();
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    private static long size() {
        return (long) PIECES * PIECE;
    }

    private static GitId expectedId() {
        GitHash hash = new GitHash(GitObjectType.BLOB, size());
        pieces().forEach(piece -> hash.update(ByteBuffer.wrap(piece)));
        return hash.finish();
    }

    private static Stream<byte[]> pieces() {
        byte[] noise = new byte[PIECE];
        new Random(11).nextBytes(noise);
        return IntStream.range(0, PIECES).mapToObj(i -> {
            byte[] piece = noise.clone();
            ByteBuffer.wrap(piece).putInt(i);
            return piece;
        });
    }

    private static Iterable<byte[]> plain() {
        return body("{\"content\":\"", Function.identity(), "\",\"encoding\":\"base64\"}");
    }

    private static Iterable<byte[]> enveloped(String authorization) {
        String head = "method=POST&header=" + RestHarness.form("Authorization: " + authorization) + "&body=";
        return body(
                head + RestHarness.form("{\"content\":\""),
                base64 -> base64.replace("+", "%2B").replace("/", "%2F"),
                RestHarness.form("\",\"encoding\":\"base64\"}"));
    }

    private static Iterable<byte[]> body(String before, Function<String, String> coding, String after) {
        return () -> Stream.of(
                        Stream.of(before),
                        pieces().map(piece -> coding.apply(Base64.getEncoder().encodeToString(piece))),
                        Stream.of(after))
                .flatMap(Function.identity())
                .map(text -> text.getBytes(StandardCharsets.US_ASCII))
                .iterator();
    }
}
