package dev.sluice.server.storage.lmdb;

import static dev.sluice.server.storage.StoreFixture.DOC;
import static dev.sluice.server.storage.StoreFixture.TENANT;
import static dev.sluice.server.storage.StoreFixture.blobId;
import static dev.sluice.server.storage.StoreFixture.checkpoint;
import static dev.sluice.server.storage.StoreFixture.content;
import static dev.sluice.server.storage.StoreFixture.expectedOps;
import static dev.sluice.server.storage.StoreFixture.lastSequenceNumber;
import static dev.sluice.server.storage.StoreFixture.ops;
import static dev.sluice.server.storage.StoreFixture.ref;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.git.GitId;
import dev.sluice.server.storage.RefName;
import dev.sluice.server.storage.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Invariant I7: after a kill at any moment the store opens and every acknowledged transaction is there, whole. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class LmdbCrashTest {
    @TempDir
    private Path directory;

    @Test
    void store_killedWhileWriting_hasEverythingAcknowledged() throws Exception {
        for (int acknowledgements : new int[] {1, 7, 150, 40, 500}) {
            long acknowledged;
            try (WriterProcess writer = WriterProcess.start(directory, WriterProcess.Load.SUMMARIES)) {
                writer.awaitAcknowledged(acknowledgements);
                acknowledged = writer.kill();
            }
            try (LmdbStore store = LmdbStore.open(LmdbOptions.in(directory).withLargeBlobBytes(WriterProcess.LARGE))) {
                check(store, acknowledged);
            }
        }
    }

    @Test
    void store_killedWhileAppendingOps_hasEverythingAcknowledged() throws Exception {
        for (int acknowledgements : new int[] {1, 90, 700, 20, 3000}) {
            long acknowledged;
            try (WriterProcess writer = WriterProcess.start(directory, WriterProcess.Load.OPS)) {
                writer.awaitAcknowledged(acknowledgements);
                acknowledged = writer.kill();
            }
            try (LmdbArchive archive = LmdbArchive.open(directory)) {
                checkOps(archive, acknowledged);
            }
            if (acknowledgements % 20 == 0) {
                try (LmdbStore store = LmdbStore.open(LmdbOptions.in(directory))) {
                    checkOps(store, acknowledged);
                }
            }
        }
    }

    private static void checkOps(Store store, long acknowledged) {
        long last = lastSequenceNumber(store, DOC);
        assertThat(last).isGreaterThanOrEqualTo(acknowledged);
        assertThat(ops(store, DOC, 0, Long.MAX_VALUE)).isEqualTo(expectedOps(1, last));
        long stated = checkpoint(store, DOC)
                .map(state -> ByteBuffer.wrap(state).getLong())
                .orElse(0L);
        assertThat(stated).isEqualTo(last / 7 * 7);
    }

    @Test
    void store_killedDuringUploads_hasEverythingAcknowledged() throws Exception {
        for (int acknowledgements : new int[] {1, 30, 900, 3, 2500}) {
            long acknowledged;
            try (WriterProcess writer = WriterProcess.start(directory, WriterProcess.Load.UPLOADS)) {
                writer.awaitAcknowledged(acknowledgements);
                acknowledged = writer.kill();
            }
            try (LmdbArchive archive = LmdbArchive.open(directory)) {
                checkUploads(archive, acknowledged);
            }
            if (acknowledgements % 2 == 0) {
                try (LmdbStore store = LmdbStore.open(LmdbOptions.in(directory))) {
                    checkUploads(store, acknowledged);
                }
            }
        }
    }

    /** Uploads take effect in order: if there are n, they are the first n. */
    private static void checkUploads(Store store, long acknowledged) {
        long count = store.statistics().objects();
        assertThat(count).isGreaterThanOrEqualTo(acknowledged);
        store.read(view -> {
            for (long number = 1; number <= count; number++) {
                byte[] expected = WriterProcess.upload(number);
                assertThat(content(view.object(TENANT, blobId(expected)).orElseThrow()))
                        .isEqualTo(expected);
            }
            return true;
        });
    }

    private void check(LmdbStore store, long acknowledged) throws IOException {
        long last = lastSequenceNumber(store, DOC);
        assertThat(last).isGreaterThanOrEqualTo(acknowledged);
        assertThat(ops(store, DOC, 0, Long.MAX_VALUE)).isEqualTo(expectedOps(1, last));
        byte[] state = checkpoint(store, DOC).orElseThrow();
        assertThat(ByteBuffer.wrap(state).getLong()).isEqualTo(last);
        assertThat(ref(store, TENANT, RefName.headOf(DOC.document()))).hasValue(blobId(WriterProcess.content(last)));
        store.read(view -> {
            for (long number = 1; number <= last; number++) {
                byte[] expected = WriterProcess.content(number);
                GitId id = blobId(expected);
                assertThat(content(view.object(TENANT, id).orElseThrow())).isEqualTo(expected);
            }
            return true;
        });
        assertThat(store.statistics().objects()).isEqualTo(last);
        assertThat(largeFiles())
                .isEqualTo(
                        LongStream.rangeClosed(1, last).filter(n -> n % 10 == 0).count());
    }

    private long largeFiles() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("blobs"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }
}
