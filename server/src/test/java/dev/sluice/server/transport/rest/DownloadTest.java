package dev.sluice.server.transport.rest;

import static dev.sluice.server.transport.rest.RestHarness.ACME;
import static dev.sluice.server.transport.rest.RestHarness.storage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.git.GitHash;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.lmdb.LmdbOptions;
import dev.sluice.server.storage.lmdb.LmdbStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class DownloadTest {
    private static final GitId ID = GitHash.of(GitObjectType.BLOB, new byte[0]);

    @Test
    @EnabledOnOs(OS.LINUX)
    void client_thatGoesAwayDuringADownload_leavesNoFileOpen(@TempDir Path directory) {
        byte[] content = new byte[24 << 20];
        try (Store store = LmdbStore.open(LmdbOptions.in(directory).withMapBytes(16 << 20, 64 << 20));
                RestHarness rest = new RestHarness(RestSettings.DEFAULTS, store)) {
            String storage = storage(rest.token(rest.create()));
            String body =
                    "{\"content\":\"" + Base64.getEncoder().encodeToString(content) + "\",\"encoding\":\"base64\"}";
            String sha = rest.post("/repos/acme/git/blobs", storage, body)
                    .expect(201)
                    .sha();
            long before = openFiles(directory);
            for (String kind : List.of("blobs/", "blobs/raw/")) {
                try (RawConnection connection = new RawConnection(rest.base)) {
                    connection.send("GET /repos/acme/git/" + kind + sha + " HTTP/1.1\r\nHost: x\r\nAuthorization: "
                            + storage + "\r\n\r\n");
                    Awaitility.await().until(() -> openFiles(directory) > before);
                }
                Awaitility.await().until(() -> openFiles(directory) == before);
                Answer head = rest.send(rest.request("/repos/acme/git/" + kind + sha)
                        .header("Authorization", storage)
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build());
                assertThat(Long.parseLong(head.expect(200).header("Content-Length")))
                        .isGreaterThanOrEqualTo(content.length);
                Awaitility.await().until(() -> openFiles(directory) == before);
            }
        }
    }

    private static long openFiles(Path directory) {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(file -> leadsInto(file, directory)).count();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static boolean leadsInto(Path file, Path directory) {
        try {
            return Files.readSymbolicLink(file).startsWith(directory);
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    @Test
    void encoding_askedForByMany_isMadeOnce() throws Exception {
        Vertx vertx = Vertx.vertx();
        EncodedCache cache = new EncodedCache(vertx, 1 << 20);
        AtomicInteger made = new AtomicInteger();
        CountDownLatch release = new CountDownLatch(1);
        List<Future<Encoded>> asked = IntStream.range(0, 50)
                .mapToObj(i -> cache.get(ACME, EncodedCache.Form.TREE, ID, () -> {
                    made.incrementAndGet();
                    release.await();
                    return encoded("x");
                }))
                .toList();
        release.countDown();
        for (Future<Encoded> one : asked) {
            assertThat(await(one).plain().toString()).isEqualTo("x");
        }
        await(cache.get(ACME, EncodedCache.Form.TREE, ID, () -> encoded("never")));
        assertThat(made).hasValue(1);
        await(vertx.close());
    }

    @Test
    void encoding_thatFails_isTriedAgain() throws Exception {
        Vertx vertx = Vertx.vertx();
        EncodedCache cache = new EncodedCache(vertx, 1 << 20);
        Future<Encoded> failing = cache.get(ACME, EncodedCache.Form.TREE, ID, () -> {
            throw RestException.notFound("it");
        });
        assertThat(failing.toCompletionStage().toCompletableFuture()).failsWithin(10, TimeUnit.SECONDS);
        Encoded second = await(cache.get(ACME, EncodedCache.Form.TREE, ID, () -> encoded("y")));
        assertThat(second.plain().toString()).isEqualTo("y");
        await(vertx.close());
    }

    private static Encoded encoded(String text) {
        return Encoded.of(text.getBytes(StandardCharsets.UTF_8), 1000);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
